import { OmitType } from '@nestjs/swagger';
import { AudioFile, Conversation, Memory, Message, User } from '#libs/contracts';
import { PersonEntity } from '../people/person.dto.js';
import { SyncedRecording } from '../sync/sync.dto.js';
import { StoredActionItem } from '../action-items/action-item.dto.js';

export class ExportedAudioFile extends AudioFile {
  /** Path on this server where the sound as it is stored is fetched with the same token. */
  url!: string;
}

export class ExportedConversation extends OmitType(Conversation, ['audio_files']) {
  audio_files!: ExportedAudioFile[];
}

/** Everything that an account holds. Lists are newest first, memories in the order of their list. */
export class AccountData {
  profile!: User;
  conversations!: ExportedConversation[];
  /** Recordings that came as files; their sound is that of the conversations. */
  recordings!: SyncedRecording[];
  /** Those that were replaced or rejected too. */
  memories!: Memory[];
  people!: PersonEntity[];
  action_items!: StoredActionItem[];
  /** Without the cards of what they cite, whose conversations are in the export. */
  chat_messages!: Omit<Message, 'memories'>[];
}
