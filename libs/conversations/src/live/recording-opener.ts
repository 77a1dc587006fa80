import { Injectable } from '@nestjs/common';
import { Clock, newId, NodeIdentity } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { SilenceTimers } from '../lifecycle/silence-timers.js';
import { newConversationRow, type ConversationRow, type NewConversation } from '../store/conversation-row.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CallPart, RecordingSession } from '../store/recording-session.js';
import { decideConnect, isResumable } from './connect.rules.js';
import type { LiveParams } from './live-client.js';
import { RecordingPlace } from './recording-place.js';
import { isCall, newSession, timeoutSecondsOf } from './new-session.rules.js';
import { openSpan } from './spans.rules.js';

/** Recordings and the conversation that they go on with. */
export interface OpenedRecording {
  /** One; of a call one for each voice, the leading one first. */
  readonly sessions: readonly RecordingSession[];
  readonly row: ConversationRow;
  /** The conversation that the client proposed, when that is another one, because it has ended. */
  readonly ended: ConversationRow | null;
}

/** Finds or makes the conversation that a recording belongs to. */
@Injectable()
export class RecordingOpener {
  constructor(
    private readonly store: DocumentStore,
    private readonly place: RecordingPlace,
    private readonly sessions: RecordingSessionRepository,
    private readonly timers: SilenceTimers,
    private readonly clock: Clock,
    private readonly node: NodeIdentity,
  ) {}

  /**
   * A new recording: goes on with the conversation that the client proposed, or else with the device's if that has not been silent for too
   * long; begins a new one otherwise, and always for a call.
   */
  async begin(ownerId: string, params: LiveParams): Promise<OpenedRecording> {
    const open = await this.place.openRows(ownerId);
    const { source, deviceId: clientDeviceId } = params;
    const decision = decideConnect(open, { source, clientDeviceId, nowMs: this.clock.nowMs() });
    const opened = await this.store.transaction(async (transaction) => {
      const chosen = await this.choose(transaction, ownerId, params, decision.resume);
      const { row } = chosen;
      const sessions = this.newSessions(params, row);
      if (chosen.isNew) this.place.createRow(transaction, ownerId, row);
      for (const session of sessions) this.sessions.createIn(transaction, ownerId, session);
      if (chosen.isNew) this.place.bind(transaction, ownerId, sessions[0]!, row.id);
      return { sessions, row, ended: chosen.ended };
    });
    for (const row of [...decision.timedOut, opened.row]) await this.timers.arm(ownerId, row);
    return opened;
  }

  /**
   * The conversation that a recording goes on with at an audio position: the one it has, or a new one when that has ended or was silent for
   * too long.
   */
  async ensureConversation(ownerId: string, sessionId: string, positionMs: number): Promise<ConversationRow> {
    const row = await this.store.transaction(async (transaction) => {
      const session = await this.place.session(transaction, ownerId, sessionId);
      const place = await this.place.ofNow(transaction, ownerId, session, positionMs);
      if (place.kind === 'new') this.place.createRow(transaction, ownerId, place.row);
      this.place.writeSession(transaction, ownerId, session, place);
      return place.row;
    });
    await this.timers.arm(ownerId, row);
    return row;
  }

  /** The conversation that a recording was in when its process died, as it is now; null when it is over. */
  async currentRow(ownerId: string, session: RecordingSession): Promise<ConversationRow | null> {
    const span = openSpan(session);
    const row = span && (await this.place.row(ownerId, span.conversation_id));
    return row?.status === 'in_progress' ? row : null;
  }

  private async choose(
    transaction: DocumentTransaction,
    ownerId: string,
    params: LiveParams,
    resume: ConversationRow | null,
  ): Promise<{ row: ConversationRow; isNew: boolean; ended: ConversationRow | null }> {
    const { clientConversationId: proposedId } = params;
    const { proposed, current } = await this.place.underProposedId(transaction, ownerId, proposedId);
    const ended = proposed && hasEnded(proposed) ? proposed : null;
    const firstId = current === null ? proposedId : null;
    const row = firstId === null && (await this.going(transaction, ownerId, params, current ?? resume?.id));
    if (row) return { row, isNew: false, ended };
    const fields = { ...originOfParams(params), id: firstId ?? newId() };
    return { row: newConversationRow(fields, this.clock.now()), isNew: true, ended };
  }

  /** The conversation of this id, if this device may go on with it. */
  private async going(
    transaction: DocumentTransaction,
    ownerId: string,
    params: LiveParams,
    id: string | undefined,
  ): Promise<ConversationRow | null> {
    if (id === undefined || isCall(params)) return null;
    const row = await this.place.liveRow(transaction, ownerId, id);
    return row && isResumable(row, originOfParams(params)) ? row : null;
  }

  private newSessions(params: LiveParams, row: ConversationRow): RecordingSession[] {
    const voices = voicesIn(row);
    const common = { params, conversationId: row.id, voices, nodeId: this.node.id, now: this.clock.now() };
    if (!isCall(params)) return [newSession({ ...common, id: newId() })];
    const recordings = params.channels.map(() => newId());
    return params.channels.map(({ id: channel, speaker, isUser }, at) => {
      const voice = { channel, speaker, is_user: isUser };
      const call: CallPart = { id: params.callId, voice, recordings };
      return newSession({ ...common, id: recordings[at]!, call });
    });
  }
}

function originOfParams(params: LiveParams): Omit<NewConversation, 'id'> {
  return {
    source: params.source,
    language: params.language,
    timeoutSeconds: timeoutSecondsOf(params),
    clientDeviceId: params.deviceId,
    clientPlatform: params.platform,
    ...(isCall(params) ? { callId: params.callId } : {}),
  };
}

/**
 * Numbers below this one are taken by voices of the conversation. Of a long talk only the newest fifty segments and more are looked at: a number
 * that nobody had since may be given again.
 */
function voicesIn({ transcript_segments: segments }: ConversationRow): number {
  return Math.max(0, ...segments.map(({ speaker_id: number }) => number + 1));
}

/** Whether there is an end to tell of: a conversation that was judged trivial is passed over in silence. */
function hasEnded({ status, discarded }: ConversationRow): boolean {
  return status !== 'in_progress' && !discarded;
}
