import { Module } from '@nestjs/common';
import { TranscriptionModule } from '#libs/transcription';
import { taskExports, taskProviders } from './action-items/task.providers.js';
import { AppSummaryStage } from './app-summaries/app-summary.stage.js';
import { InstalledApps } from './app-summaries/summary-apps.js';
import { AudioRetention } from './audio/audio-retention.js';
import { AudioUpkeep } from './audio/audio-upkeep.js';
import { AudioService } from './audio/audio.service.js';
import { PieceSealer } from './audio/piece-sealer.js';
import { PieceStore } from './audio/piece-store.js';
import { RecordingArchive } from './audio/recording-archive.js';
import { SoundReader } from './audio/sound-reader.js';
import { StoreConversationAudioJob } from './audio/store-conversation-audio.job.js';
import { ConversationsRuntime } from './conversations-runtime.js';
import { ConversationsService } from './conversations.service.js';
import { ConversationCosts } from './costs/conversation-costs.js';
import { ConversationUsage } from './costs/conversation-usage.js';
import { ModelSteps } from './costs/model-steps.js';
import { ConversationCreation } from './creation/conversation-creation.js';
import { CreatedConversations } from './creation/created-conversations.js';
import { TextVoices } from './creation/text-voices.js';
import { ClosedAccountSweep } from './deletion/closed-account-sweep.js';
import { dailySummaryExports, dailySummaryProviders } from './daily-summaries/daily-summary.providers.js';
import { ConversationParticipants } from './deletion/conversation-participants.js';
import { DerivedParticipants } from './deletion/derived-participants.js';
import { PurgeConversationJob } from './deletion/purge-conversation.job.js';
import { editsExports, editsProviders } from './edits/edits.providers.js';
import { goalExports, goalProviders } from './goals/goal.providers.js';
import { ConversationLifecycle } from './lifecycle/conversation-lifecycle.js';
import { ConversationProcessing } from './lifecycle/conversation-processing.js';
import { DeviceEndings } from './lifecycle/device-endings.js';
import { EndSilentConversationJob } from './lifecycle/end-silent-conversation.job.js';
import { Finalizer } from './lifecycle/finalizer.js';
import { ProcessingWait } from './lifecycle/processing-wait.js';
import { SilenceTimers } from './lifecycle/silence-timers.js';
import { Sweeper } from './lifecycle/sweeper.js';
import { AudioLedgerService } from './ledger/audio-ledger.service.js';
import { LedgerReconciler } from './ledger/ledger-reconciler.js';
import { UnstoredSound } from './ledger/unstored-sound.js';
import { LiveNews } from './live/live-news.js';
import { LiveRegistry } from './live/live-registry.js';
import { LiveSessions } from './live/live-sessions.js';
import { PhotoNews } from './live/photo-news.js';
import { RecordingOpener } from './live/recording-opener.js';
import { RecordingPlace } from './live/recording-place.js';
import { RecordingPool } from './live/recording-pool.js';
import { RecordingServices } from './live/recording-services.js';
import { SegmentNews } from './live/segment-news.js';
import { SpeechStore } from './live/speech-store.js';
import { offlineExports, offlineProviders } from './offline/offline.providers.js';
import { DescribePhotoJob } from './photos/describe-photo.job.js';
import { PhotoDescriptions } from './photos/photo-descriptions.js';
import { PhotoIntake } from './photos/photo-intake.js';
import { PhotoRepository } from './photos/photo.repository.js';
import { PhotosService } from './photos/photos.service.js';
import { ConversationPipeline } from './pipeline/conversation-pipeline.js';
import { EffectsStage } from './pipeline/effects.stage.js';
import { PersistStage } from './pipeline/persist.stage.js';
import { PipelineStages } from './pipeline/pipeline-stages.js';
import { ProcessConversationJob } from './pipeline/process-conversation.job.js';
import { ProcessingProgress } from './pipeline/processing-progress.js';
import { ReceiptsRepository } from './pipeline/receipts.repository.js';
import { RelevanceStage } from './pipeline/relevance.stage.js';
import { StructureStage } from './pipeline/structure.stage.js';
import { TranscriptReader } from './pipeline/transcript-reader.js';
import { Candidates } from './search/candidates.js';
import { ConversationFinder } from './search/conversation-finder.js';
import { ConversationIndex } from './search/conversation-index.js';
import { ConversationSearch } from './search/conversation-search.js';
import { IndexConversationJob } from './search/index-conversation.job.js';
import { QuestionReader } from './search/question-reader.js';
import { ClientConversationRepository } from './store/client-conversation.repository.js';
import { speakerExports, speakerProviders } from './speakers/speaker.providers.js';
import { ConversationRepository } from './store/conversation.repository.js';
import { RecordingSessionRepository } from './store/recording-session.repository.js';
import { Topics } from './topic/topics.js';
import { translationProviders } from './translation/translation.providers.js';
import { ConversationUnderstanding } from './understanding/conversation-understanding.js';
import { SpokenLanguage } from './understanding/spoken-language.js';

const store = [
  ConversationRepository,
  ClientConversationRepository,
  RecordingSessionRepository,
  PhotoRepository,
  ReceiptsRepository,
];
const lifecycle = [
  CreatedConversations,
  TextVoices,
  ConversationLifecycle,
  DeviceEndings,
  Finalizer,
  ProcessingWait,
  SilenceTimers,
  Sweeper,
  LiveRegistry,
];
const live = [
  LiveSessions,
  LiveNews,
  SegmentNews,
  PhotoNews,
  RecordingOpener,
  RecordingPlace,
  RecordingPool,
  RecordingServices,
  SpeechStore,
  PhotoIntake,
  PhotoDescriptions,
  PieceStore,
  PieceSealer,
  RecordingArchive,
  SoundReader,
  AudioRetention,
];
const ledger = [UnstoredSound, LedgerReconciler];
const pipeline = [
  ConversationCosts,
  SpokenLanguage,
  ConversationPipeline,
  PipelineStages,
  RelevanceStage,
  StructureStage,
  AppSummaryStage,
  PersistStage,
  EffectsStage,
  ConversationUnderstanding,
];
const jobs = [
  EndSilentConversationJob,
  ProcessConversationJob,
  IndexConversationJob,
  StoreConversationAudioJob,
  PurgeConversationJob,
  DescribePhotoJob,
];
const doors = [
  InstalledApps,
  ModelSteps,
  ConversationUsage,
  TranscriptReader,
  ConversationsService,
  ConversationProcessing,
  ConversationCreation,
  ProcessingProgress,
  AudioService,
  AudioLedgerService,
  PhotosService,
  ConversationSearch,
  ConversationFinder,
  Topics,
  LiveSessions,
];

/**
 * Conversations from the first word to their deletion. Expects storage, queue, AI, accounts, `Clock`, `Log` and `AppEventBus` to be provided
 * globally. Import it only in a process that may own the data folder's recordings: it takes up what a dead process left behind.
 */
@Module({
  imports: [TranscriptionModule],
  providers: [
    ...store,
    ...lifecycle,
    ...live,
    ...ledger,
    ...pipeline,
    ...jobs,
    ...doors,
    ...taskProviders,
    ...taskExports,
    ...goalProviders,
    ...goalExports,
    ...dailySummaryProviders,
    ...dailySummaryExports,
    ...speakerProviders,
    ...offlineProviders,
    ...translationProviders,
    ...editsProviders,
    Candidates,
    QuestionReader,
    ConversationIndex,
    ConversationParticipants,
    DerivedParticipants,
    ClosedAccountSweep,
    AudioUpkeep,
    ConversationsRuntime,
  ],
  exports: [
    ...doors,
    ...offlineExports,
    ...taskExports,
    ...goalExports,
    ...dailySummaryExports,
    ...speakerExports,
    ...editsExports,
  ],
})
export class ConversationsModule {}
