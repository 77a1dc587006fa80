export { ConversationsModule } from './conversations.module.js';
export { conversationJobs } from './conversation-jobs.js';
export { ConversationTimersModule } from './timers/conversation-timers.module.js';
export { conversationCollections } from './store/collections.js';
export { RecordingSessionRepository } from './store/recording-session.repository.js';
export { LiveSessions } from './live/live-sessions.js';
export { isTakenOver } from './live/dismissal.js';
export {
  type LiveChannel,
  type LiveClient,
  type LiveHandle,
  type LiveParams,
  type LivePhoto,
  type SpeakerAssignment,
  type SuggestedSegment,
} from './live/live-client.js';
export { SpeakerLabels, type ManualLabel } from './speakers/speaker-labels.js';
export { SpeakerCorrections } from './speakers/speaker-corrections.js';
export type { SpeakerCorrection } from './speakers/speaker-correction.js';
export { OWNER_VOICE } from './speakers/speaker-label.js';
export { VoiceProfiles, type VoiceCheck, type VoiceSample } from './speakers/voice-profiles.js';
export { ConversationEdits, type SummaryText, type WrittenSummary } from './edits/conversation-edits.js';
export { FolderRepository } from './folders/folder.repository.js';
export { FoldersService } from './folders/folders.service.js';
export type { FolderChange, FolderChoice, NewFolder } from './folders/folder.rules.js';
export { SharedConversations } from './sharing/shared-conversations.js';
export { MergesService, type BegunMerge } from './merge/merges.service.js';
export { MERGE_STATES, type MergeRecord, type MergeState } from './merge/merge-record.js';
export { SplitsService } from './split/splits.service.js';
export type { SplitPoint } from './split/split.rules.js';
export { OwnerLocation } from './location/owner-location.js';
export { ConversationsService } from './conversations.service.js';
export {
  appNotFound,
  InstalledApps,
  SummaryApps,
  type AppSummary,
  type ChosenApp,
  type SummarySubject,
} from './app-summaries/summary-apps.js';
export { ConversationProcessing, type ReprocessRequest } from './lifecycle/conversation-processing.js';
export { ConversationCreation, MAX_IMAGES } from './creation/conversation-creation.js';
export {
  TEXT_SOURCES,
  type NewAlbum,
  type NewImage,
  type NewSegment,
  type NewText,
  type NewTranscript,
  type TextSource,
} from './creation/new-content.js';
export { type MeetingContext } from './lifecycle/meeting-context.js';
export type { ConversationHead } from './store/conversation-row.js';
export type { ConversationFilter, ConversationListQuery } from './store/conversation-filter.js';
export { TranscriptReader } from './pipeline/transcript-reader.js';
export { transcriptInputOf } from './pipeline/transcript-input.rules.js';
export {
  ProcessingProgress,
  type FinalizationStatus,
  type ProcessingState,
} from './pipeline/processing-progress.js';
export { ActionItemsService, type PhoneSync } from './action-items/action-items.service.js';
export { ConversationTasks } from './action-items/conversation-tasks.js';
export { type ActionItemFilter } from './action-items/action-item-filter.js';
export { TaskSharing, type SharedTask, type SharedTasks } from './action-items/sharing/task-sharing.js';
export {
  type ActionItemChange,
  type ActionItemRecord,
  type NewActionItem,
} from './action-items/action-item-record.js';
export { type OpenTask } from './action-items/open-tasks.js';
export { NotificationChannel, NotificationChannels } from './notifications/notification-channels.js';
export { type Notification } from './notifications/notification.js';
export { analyticsOf, type TalkAnalytics } from './analytics/talk-analytics.rules.js';
export { Topics } from './topic/topics.js';
export { GoalsService, type GoalSuggestion } from './goals/goals.service.js';
export { GoalTracking, type GoalProgress } from './goals/goal-tracking.js';
export { GOAL_TYPES, type Goal, type GoalDay, type GoalType } from './goals/goal.js';
export { DailySummaries } from './daily-summaries/daily-summaries.js';
export { type DailySummary } from './daily-summaries/daily-summary.js';
export { SummarySettings, type SummaryWishes } from './daily-summaries/summary-settings.js';
export { SummaryTimer } from './daily-summaries/summary-timer.js';
export { OutboundFetch } from './task-export/outbound-fetch.js';
export {
  TaskConnections,
  type NewRemoteTask,
  type TaskConnectionView,
} from './task-export/task-connections.js';
export { AudioService, type ListedPiece, type SoundFormat } from './audio/audio.service.js';
export type { PcmFormat } from './audio/sound.js';
export type { PlacedSound } from './audio/stored-sound.rules.js';
export {
  AudioLedgerService,
  type LedgerPage,
  type LedgerQuery,
  type LedgerRow,
} from './ledger/audio-ledger.service.js';
export {
  ledgerEntry,
  type LedgerEntry,
  type LedgerFinding,
  type RecognitionFates,
  type StorageFates,
} from './ledger/ledger.rules.js';
export { importEntry } from './ledger/import-ledger.rules.js';
export { LedgerSum, type LedgerTotals } from './ledger/ledger-totals.js';
export { LedgerReconciler, type ReconcilerFinding } from './ledger/ledger-reconciler.js';
export { recordingShapeOf, type RecordingSession } from './store/recording-session.js';
export { type ByteRange, type Sound } from './audio/sound.js';
export { placeInAudio, type AudioPlace } from './audio/audio-place.rules.js';
export { OfflineIntake, type AboutRecording, type BroughtFile } from './offline/offline-intake.js';
export { INCOMING_FOLDER } from './offline/offline-sound.js';
export { type OfflineRecording } from './offline/offline-recording.js';
export { SyncProgress, type SyncUpload } from './offline/sync-progress.js';
export { SYNC_STATUSES, type SyncState, type SyncStatus } from './offline/sync-state.rules.js';
export { PhotosService } from './photos/photos.service.js';
export { Candidates } from './search/candidates.js';
export { ConversationFinder, type FindQuery, type FoundConversation } from './search/conversation-finder.js';
export { CONVERSATION_INDEX } from './search/entries.rules.js';
export { type Snippet } from './search/snippets.rules.js';
export { ConversationIndex } from './search/conversation-index.js';
export { ConversationSearch } from './search/conversation-search.js';
export { askingWordsOf } from './search/question.rules.js';
export { QuestionReader } from './search/question-reader.js';
export { ConversationRepository } from './store/conversation.repository.js';
export { newConversationRow } from './store/conversation-row.js';
export { type Passage, type PassageQuery } from './search/passage.js';
export { ModelSteps } from './costs/model-steps.js';
export { ConversationUsage } from './costs/conversation-usage.js';
export {
  ConversationUnderstanding,
  type OwnerMatters,
  type Understood,
} from './understanding/conversation-understanding.js';
export { defused, fenced, findingPrompt, transcriptPrompt } from './understanding/conversation-prompt.js';
export { citationsSchema } from './understanding/event-draft.js';
export { groundOf, isEnglish } from './understanding/grounding.js';
export { MAX_FACTS_OF_MODEL } from './understanding/instructions.js';
export { PartReader, reportOf, type PartAnswer } from './understanding/part-reader.js';
export { uncounted, type Asking, type StepMeter } from './understanding/steps.js';
export { existingIds, secretsOf, withoutVoiceLabels } from './understanding/task-transcript.js';
