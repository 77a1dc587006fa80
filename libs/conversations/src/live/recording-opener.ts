import { Injectable } from '@nestjs/common';
import { Clock, newId, NodeIdentity } from '#libs/kernel';
import { DocumentStore, type DocumentTransaction } from '#libs/storage';
import { SilenceTimers } from '../lifecycle/silence-timers.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { conversationIdsOf, originOf, type RecordingSession } from '../store/recording-session.js';
import { decideConnect, silenceDeadlineMs } from './connect.rules.js';
import type { LiveParams } from './live-client.js';
import { closeSpans, newSpan, openSpan } from './spans.rules.js';

/** A recording and the conversation that it goes on with. */
export interface OpenedRecording {
  readonly session: RecordingSession;
  readonly row: ConversationRow;
}

/** Finds or makes the conversation that a recording belongs to. */
@Injectable()
export class RecordingOpener {
  constructor(
    private readonly store: DocumentStore,
    private readonly conversations: ConversationRepository,
    private readonly sessions: RecordingSessionRepository,
    private readonly timers: SilenceTimers,
    private readonly clock: Clock,
    private readonly node: NodeIdentity,
  ) {}

  /** A new recording: goes on with the device's conversation if that has not been silent for too long, else with a new one. */
  async begin(ownerId: string, sessionId: string, params: LiveParams): Promise<OpenedRecording> {
    const open = await this.conversations.listOpenRows(ownerId);
    const decision = decideConnect(open, {
      source: params.source,
      clientDeviceId: params.deviceId,
      nowMs: this.clock.nowMs(),
    });
    const opened = await this.store.transaction(async (transaction) => {
      const resumable = decision.resume?.id;
      const row =
        (resumable && (await this.liveRow(transaction, ownerId, resumable))) ||
        newConversationRow({ ...originOfParams(params), id: newId() }, this.clock.now());
      if (row.id !== resumable) this.conversations.createIn(transaction, ownerId, row);
      const session = {
        ...newSession(sessionId, params, row.id, this.clock.now()),
        node_id: this.node.id,
      };
      this.sessions.createIn(transaction, ownerId, session);
      return { session, row };
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
      const session = (await this.sessions.read(transaction, ownerId, sessionId))!;
      const span = openSpan(session);
      const current = span && (await this.liveRow(transaction, ownerId, span.conversation_id));
      if (current) return current;
      const next = newConversationRow({ ...originOf(session), id: newId() }, this.clock.now());
      this.conversations.createIn(transaction, ownerId, next);
      const fromMs = Math.max(positionMs, span?.from_ms ?? 0);
      this.sessions.update(transaction, ownerId, sessionId, {
        spans: [...closeSpans(session.spans, fromMs), newSpan(next.id, fromMs)],
      });
      return next;
    });
    await this.timers.arm(ownerId, row);
    return row;
  }

  /** The conversation that a recording was in when its process died, as it is now; null when it is over. */
  async currentRow(ownerId: string, session: RecordingSession): Promise<ConversationRow | null> {
    const span = openSpan(session);
    const row = span && (await this.conversations.findRow(ownerId, span.conversation_id));
    return row?.status === 'in_progress' ? row : null;
  }

  private async liveRow(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<ConversationRow | null> {
    const row = await this.conversations.readRow(transaction, ownerId, id);
    return row?.status === 'in_progress' && silenceDeadlineMs(row) > this.clock.nowMs() ? row : null;
  }
}

function originOfParams(params: LiveParams) {
  return {
    source: params.source,
    language: params.language,
    timeoutSeconds: params.timeoutSeconds,
    clientDeviceId: params.deviceId,
    clientPlatform: params.platform,
  };
}

function newSession(id: string, params: LiveParams, conversationId: string, now: Date): RecordingSession {
  const spans = [newSpan(conversationId, 0)];
  return {
    id,
    source: params.source,
    client_device_id: params.deviceId,
    client_platform: params.platform,
    codec: params.codec,
    sample_rate: params.sampleRate,
    language: params.language,
    timeout_seconds: params.timeoutSeconds,
    started_at: now,
    updated_at: now,
    spans,
    conversation_ids: conversationIdsOf(spans),
    handled_ms: 0,
    state: 'open',
  };
}
