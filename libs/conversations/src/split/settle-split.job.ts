import { settleSplit, type JobPayload } from '#libs/contracts';
import { JobHandler, RescheduleJob, type HandlesJob } from '#libs/queue';
import { BlobStore } from '#libs/storage';
import { CarriedSound } from '../merge/carried-sound.js';
import { audioPrefix } from '../store/audio-keys.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { Splitting } from './splitting.js';

const SOUND_RETRY_MS = 10_000;

/** What a split that died left behind: at the place of the new conversation if it never came, else at the place of the old one. */
@JobHandler(settleSplit)
export class SettleSplitJob implements HandlesJob<typeof settleSplit> {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly splitting: Splitting,
    private readonly sound: CarriedSound,
    private readonly blobs: BlobStore,
  ) {}

  async handle({ ownerId, conversationId, splitId }: JobPayload<typeof settleSplit>): Promise<void> {
    if (await this.sound.isIncomplete(ownerId, conversationId)) throw new RescheduleJob(SOUND_RETRY_MS);
    const isThere = (await this.conversations.findStoredHead(ownerId, splitId)) !== null;
    await this.splitting.clean(ownerId, conversationId, splitId);
    if (isThere) return;
    await this.blobs.deleteByPrefix(audioPrefix(ownerId, splitId));
    await this.conversations.deleteTree(ownerId, splitId);
  }
}
