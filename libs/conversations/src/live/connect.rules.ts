import type { Conversation } from '#libs/contracts';

/** What a connecting device is, as far as it matters for going on with a conversation. */
export interface Connecting {
  readonly source: Conversation['source'];
  readonly clientDeviceId: string | null;
  readonly nowMs: number;
}

export interface ConnectDecision {
  /** The conversation to go on with, or null for a new one. */
  readonly resume: Conversation | null;
  /** Conversations of this device whose silence lasted too long; they end now. */
  readonly timedOut: readonly Conversation[];
}

/** The end of a conversation's patience: silence from here on ends it. Epoch milliseconds. */
export function silenceDeadlineMs(
  conversation: Pick<Conversation, 'finished_at' | 'timeout_seconds'>,
): number {
  return conversation.finished_at.getTime() + conversation.timeout_seconds * 1000;
}

/**
 * Which of the owner's open conversations a connection goes on with (specification of the listen protocol, §5.3): the newest of the
 * same source and device that has not been silent for too long. Others of the same source and device that were, end; those of other
 * sources or devices are left alone, they may be going on at the same time.
 */
export function decideConnect(open: readonly Conversation[], connecting: Connecting): ConnectDecision {
  const own = open
    .filter((conversation) => isSameOrigin(conversation, connecting))
    .sort((a, b) => b.finished_at.getTime() - a.finished_at.getTime());
  const alive = own.filter((conversation) => silenceDeadlineMs(conversation) > connecting.nowMs);
  return { resume: alive[0] ?? null, timedOut: own.filter((conversation) => !alive.includes(conversation)) };
}

function isSameOrigin(conversation: Conversation, connecting: Connecting): boolean {
  return (
    conversation.status === 'in_progress' &&
    !conversation.discarded &&
    !conversation.is_locked &&
    conversation.source === connecting.source &&
    conversation.client_device_id === connecting.clientDeviceId
  );
}
