import { OmitType } from '@nestjs/swagger';
import { App, AudioFile, Conversation, Folder, Memory, Message, User } from '#libs/contracts';
import { PersonEntity } from '../people/person.dto.js';
import { SyncedRecording } from '../sync/sync.dto.js';
import { StoredActionItem } from '../action-items/action-item.dto.js';
import { TaskIntegration } from '../action-items/task-integration.dto.js';
import { DailySummaryView } from '../daily-summaries/daily-summary.dto.js';
import { GoalHistoryDay, GoalView } from '../goals/goal.dto.js';
import { MemoryImportState } from '../memories/memory-import.dto.js';

export class ExportedAudioFile extends AudioFile {
  /** Path on this server where the sound as it is stored is fetched with the same token. */
  url!: string;
}

export class ExportedConversation extends OmitType(Conversation, ['audio_files']) {
  audio_files!: ExportedAudioFile[];
}

export class ExportedGoal extends GoalView {
  /** Newest day first. */
  history!: GoalHistoryDay[];
}

export class ExportedMemoryImport extends MemoryImportState {
  text!: string;
  recorded_at!: Date;
}

/** Without the password. */
export class ExportedTaskIntegration extends TaskIntegration {
  /** Name of the service. */
  app_key!: string;
}

/** Everything that an account holds. Lists are newest first, memories in the order of their list. */
export class AccountData {
  profile!: User;
  conversations!: ExportedConversation[];
  /** Recordings that came as files; their sound is that of the conversations. */
  recordings!: SyncedRecording[];
  /** Those that were replaced or rejected too. */
  memories!: Memory[];
  /** Logs that were brought from elsewhere. */
  memory_imports!: ExportedMemoryImport[];
  people!: PersonEntity[];
  action_items!: StoredActionItem[];
  /** Those that have ended too. */
  goals!: ExportedGoal[];
  daily_summaries!: DailySummaryView[];
  folders!: Folder[];
  task_integrations!: ExportedTaskIntegration[];
  /** Those that the owner wrote. */
  apps!: App[];
  /** Without the cards of what they cite, whose conversations are in the export. */
  chat_messages!: Omit<Message, 'memories'>[];
}
