import { ImportRecordingJob } from './import-recording.job.js';
import { OfflineIntake } from './offline-intake.js';
import { OfflineNews } from './offline-news.js';
import { OfflinePlacement } from './offline-placement.js';
import { OfflineRecordingRepository } from './offline-recording.repository.js';
import { OfflineSound } from './offline-sound.js';
import { OfflineUpkeep } from './offline-upkeep.js';
import { OwnerTurns } from './owner-turns.js';
import { RecordingImporter } from './recording-importer.js';
import { SpanImporter } from './span-importer.js';
import { SyncProgress } from './sync-progress.js';

/** What doors use. */
export const offlineExports = [OfflineIntake, SyncProgress];

export const offlineProviders = [
  ...offlineExports,
  OfflineRecordingRepository,
  OfflineSound,
  OfflinePlacement,
  OfflineNews,
  OwnerTurns,
  SpanImporter,
  RecordingImporter,
  ImportRecordingJob,
  OfflineUpkeep,
];
