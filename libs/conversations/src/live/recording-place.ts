import { Injectable } from '@nestjs/common';
import { AppError, Clock, newId } from '#libs/kernel';
import type { DocumentTransaction } from '#libs/storage';
import { ClientConversationRepository } from '../store/client-conversation.repository.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { originOf, type CaptureSpan, type RecordingSession } from '../store/recording-session.js';
import { silenceDeadlineMs } from './connect.rules.js';
import { beginSpan, beginSpanAt, openSpan, spanAt } from './spans.rules.js';

/** The conversation that something of a recording goes into. */
export interface Place {
  readonly row: ConversationRow;
  /** The recording's spans with that conversation among them. */
  readonly spans: CaptureSpan[];
  /** `known`: the recording is in it already. `joined`: another voice of the same call is. `new`: it does not exist yet. */
  readonly kind: 'known' | 'joined' | 'new';
}

/** Finds the conversation that something of a recording goes into, or begins the next one: inside a transaction, reads first. */
@Injectable()
export class RecordingPlace {
  constructor(
    private readonly conversations: ConversationRepository,
    private readonly sessions: RecordingSessionRepository,
    private readonly proposed: ClientConversationRepository,
    private readonly clock: Clock,
  ) {}

  /** `not_found` SESSION_MISSING. */
  async session(transaction: DocumentTransaction, ownerId: string, id: string): Promise<RecordingSession> {
    const session = await this.sessions.read(transaction, ownerId, id);
    if (session) return session;
    throw new AppError('not_found', 'SESSION_MISSING', 'There is no such recording session.', { id });
  }

  /** The owner's conversations in progress. */
  openRows(ownerId: string): Promise<ConversationRow[]> {
    return this.conversations.listOpenRows(ownerId);
  }

  row(ownerId: string, id: string): Promise<ConversationRow | null> {
    return this.conversations.findRow(ownerId, id);
  }

  /** The conversation of the very id that a client proposed, and the id of the one that goes on under it; null where there is none. */
  async underProposedId(
    transaction: DocumentTransaction,
    ownerId: string,
    proposedId: string | null,
  ): Promise<{ proposed: ConversationRow | null; current: string | null }> {
    if (proposedId === null) return { proposed: null, current: null };
    const proposed = await this.conversations.readRow(transaction, ownerId, proposedId);
    const bound = await this.proposed.read(transaction, ownerId, proposedId);
    return { proposed, current: bound ?? proposed?.id ?? null };
  }

  /** Of what was heard at a position: the conversation in which it was said, if that still goes on; else the one that goes on now. */
  async ofSpeech(
    transaction: DocumentTransaction,
    ownerId: string,
    session: RecordingSession,
    positionMs: number,
  ): Promise<Place> {
    for (const span of [spanAt(session, positionMs), openSpan(session)]) {
      const row = span && (await this.conversations.readRow(transaction, ownerId, span.conversation_id));
      if (row?.status === 'in_progress') return { row, spans: session.spans, kind: 'known' };
    }
    return this.next(transaction, ownerId, session, (id) => beginSpan(session, id, positionMs));
  }

  /** Of what comes now: the conversation that goes on, unless it was silent for too long. */
  async ofNow(
    transaction: DocumentTransaction,
    ownerId: string,
    session: RecordingSession,
    positionMs: number,
  ): Promise<Place> {
    const span = openSpan(session);
    const row = span && (await this.liveRow(transaction, ownerId, span.conversation_id));
    if (row) return { row, spans: session.spans, kind: 'known' };
    return this.next(transaction, ownerId, session, (id) => beginSpanAt(session, id, positionMs));
  }

  /** The row, if it is in progress and was not silent for too long. */
  async liveRow(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<ConversationRow | null> {
    const row = await this.conversations.readRow(transaction, ownerId, id);
    return row?.status === 'in_progress' && silenceDeadlineMs(row) > this.clock.nowMs() ? row : null;
  }

  createRow(transaction: DocumentTransaction, ownerId: string, row: ConversationRow): void {
    this.conversations.createIn(transaction, ownerId, row);
  }

  /** Writes the conversation: the place's row with what was added to it. */
  writeRow(transaction: DocumentTransaction, ownerId: string, place: Place, row: ConversationRow): void {
    if (place.kind === 'new') this.createRow(transaction, ownerId, row);
    else this.conversations.transcripts.append(transaction, ownerId, place.row, row);
  }

  /** Writes what the place changes of the recording, with more of its fields. */
  writeSession(
    transaction: DocumentTransaction,
    ownerId: string,
    session: RecordingSession,
    place: Place,
    fields: Partial<RecordingSession> = {},
  ): void {
    const spans = place.kind === 'known' ? {} : { spans: place.spans };
    const update = { ...spans, ...fields };
    if (Object.keys(update).length > 0) this.sessions.update(transaction, ownerId, session.id, update);
    if (place.kind === 'new') this.bind(transaction, ownerId, session, place.row.id);
  }

  /** Whoever proposes the id again goes on with this conversation. */
  bind(
    transaction: DocumentTransaction,
    ownerId: string,
    { client_conversation_id: proposedId }: RecordingSession,
    conversationId: string,
  ): void {
    if (!proposedId) return;
    const body = { conversation_id: conversationId, updated_at: this.clock.now() };
    this.proposed.write(transaction, ownerId, proposedId, body);
  }

  private async next(
    transaction: DocumentTransaction,
    ownerId: string,
    session: RecordingSession,
    spansWith: (conversationId: string) => CaptureSpan[],
  ): Promise<Place> {
    const joined = await this.ofCall(transaction, ownerId, session);
    const row = joined ?? newConversationRow({ ...originOf(session), id: newId() }, this.clock.now());
    return { row, spans: spansWith(row.id), kind: joined ? 'joined' : 'new' };
  }

  /** The conversation that another voice of the same call has gone on to. */
  private async ofCall(
    transaction: DocumentTransaction,
    ownerId: string,
    { id, call }: RecordingSession,
  ): Promise<ConversationRow | null> {
    for (const otherId of call?.recordings ?? []) {
      const other = otherId === id ? null : await this.sessions.read(transaction, ownerId, otherId);
      const span = other && openSpan(other);
      const row = span && (await this.conversations.readRow(transaction, ownerId, span.conversation_id));
      if (row?.status === 'in_progress') return row;
    }
    return null;
  }
}
