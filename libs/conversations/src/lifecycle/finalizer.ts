import { Injectable } from '@nestjs/common';
import type { Conversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { RecordingArchive } from '../audio/recording-archive.js';
import { LiveRegistry } from '../live/live-registry.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { existing } from '../store/conversation-access.rules.js';
import { isEmptyRow } from '../store/conversation-row.js';
import { ConversationLifecycle } from './conversation-lifecycle.js';
import type { MeetingContext } from './meeting-context.js';

/** Ends conversations because somebody asked for it, last words included. */
@Injectable()
export class Finalizer {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly lifecycle: ConversationLifecycle,
    private readonly live: LiveRegistry,
    private readonly archive: RecordingArchive,
  ) {}

  /**
   * Ends this conversation and has it processed; one that has ended already is answered as it is. `not_found` CONVERSATION_NOT_FOUND,
   * CONVERSATION_NOT_IN_PROGRESS when nothing was said in it yet; `unavailable` SPEECH_UNAVAILABLE while words of it cannot be recognized:
   * it is not processed without them; `conflict` RECORDED_ELSEWHERE while a device records it at another server, which knows its last words.
   */
  async finalize(ownerId: string, id: string, meeting?: MeetingContext): Promise<Conversation> {
    await Promise.all(this.live.ofConversation(ownerId, id).map((recording) => recording.flush()));
    if (await this.archive.hasUnheardAudio(ownerId, id)) throw wordsMissing();
    if ((await this.archive.elsewhere(ownerId, id)) === 'recording') throw recordedElsewhere();
    const admitted = await this.lifecycle.admit(ownerId, id, 'client_finalize', meeting);
    if (admitted) return admitted;
    const current = existing(await this.conversations.find(ownerId, id), id);
    if (current.status === 'in_progress') throw nothingInProgress();
    return current;
  }

  /** Ends the conversation that goes on, the newest if there are several; silence ends those that are locked. Errors: those of `finalize`. */
  async finalizeCurrent(ownerId: string, meeting?: MeetingContext): Promise<Conversation> {
    await Promise.all(this.live.ofOwner(ownerId).map((recording) => recording.flush()));
    const open = (await this.conversations.listOpenRows(ownerId)).filter(
      ({ is_locked: isLocked }) => !isLocked,
    );
    for (const row of open.sort((a, b) => b.finished_at.getTime() - a.finished_at.getTime())) {
      const isSpoken = !isEmptyRow(row) || (await this.archive.hasUnheardAudio(ownerId, row.id));
      if (isSpoken) return this.finalize(ownerId, row.id, meeting);
    }
    throw nothingInProgress();
  }
}

export function nothingInProgress(): AppError {
  return new AppError(
    'not_found',
    'CONVERSATION_NOT_IN_PROGRESS',
    'Nothing was said that could be finalized. Start recording, then try again.',
  );
}

function recordedElsewhere(): AppError {
  return new AppError(
    'conflict',
    'RECORDED_ELSEWHERE',
    'A device records this conversation at another server of this installation. Ask that one to finalize it, or let silence do so.',
  );
}

/** By then the sweep has taken up once more what waits for a recognizer. */
const WORDS_RETRY_MS = 60_000;

function wordsMissing(): AppError {
  return new AppError(
    'unavailable',
    'SPEECH_UNAVAILABLE',
    'Words of this conversation are still to be recognized. Finalize it when they are; try again later.',
    {},
    { retryAfterMs: WORDS_RETRY_MS },
  );
}
