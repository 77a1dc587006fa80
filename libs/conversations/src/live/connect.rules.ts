import type { Conversation } from '#libs/contracts';
import { sourceWithPhotos } from '../photos/photo.rules.js';
import type { ConversationRow } from '../store/conversation-row.js';

/** What a connecting device is, as far as it matters for going on with a conversation. */
export interface Connecting {
  readonly source: Conversation['source'];
  readonly clientDeviceId: string | null;
  readonly nowMs: number;
}

export interface ConnectDecision {
  /** The conversation to go on with, or null for a new one. */
  readonly resume: ConversationRow | null;
  /** Conversations of this device whose silence lasted too long; they end now. */
  readonly timedOut: readonly ConversationRow[];
}

/** The end of a conversation's patience: silence from here on ends it. Epoch milliseconds. */
export function silenceDeadlineMs(
  conversation: Pick<ConversationRow, 'finished_at' | 'timeout_seconds' | 'ends_now'>,
): number {
  const patienceMs = conversation.ends_now ? 0 : conversation.timeout_seconds * 1000;
  return conversation.finished_at.getTime() + patienceMs;
}

/**
 * Which of the owner's open conversations a connection goes on with (specification of the listen protocol, §5.3): the newest of the same
 * source and device that has not been silent for too long. Others of the same source and device that were, end; those of other sources or
 * devices are left alone, they may be going on at the same time.
 */
export function decideConnect(open: readonly ConversationRow[], connecting: Connecting): ConnectDecision {
  const own = open
    .filter((conversation) => isResumable(conversation, connecting))
    .sort((a, b) => b.finished_at.getTime() - a.finished_at.getTime());
  const alive = own.filter((conversation) => silenceDeadlineMs(conversation) > connecting.nowMs);
  return { resume: alive[0] ?? null, timedOut: own.filter((conversation) => !alive.includes(conversation)) };
}

/** Whether a conversation is one of this device that goes on; how long it was silent is another question. Nobody comes back to a call. */
export function isResumable(
  conversation: ConversationRow,
  connecting: Pick<Connecting, 'source' | 'clientDeviceId'>,
): boolean {
  return (
    conversation.status === 'in_progress' &&
    !conversation.discarded &&
    !conversation.is_locked &&
    !conversation.is_call &&
    isOfSource(conversation, connecting.source) &&
    conversation.client_device_id === connecting.clientDeviceId
  );
}

/** A conversation changes its source with its first picture; the device does not. */
function isOfSource(
  { source, photo_count: photos = 0 }: ConversationRow,
  asked: Conversation['source'],
): boolean {
  return source === asked || (photos > 0 && source === sourceWithPhotos(asked));
}
