import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore, type DocumentFilter, type DocumentTransaction } from '#libs/storage';
import { closeSpans } from '../live/spans.rules.js';
import { recordingSessionCollection } from './collections.js';
import {
  conversationIdsOf,
  type CaptureSpan,
  type RecordingSession,
  type SpanState,
} from './recording-session.js';

/** Recordings that began from `from` (included) to `to` (not included); without an end where one is absent. */
export interface RecordingPeriod {
  readonly from?: Date;
  readonly to?: Date;
}

const NEWEST_FIRST = [{ field: 'started_at', direction: 'desc' }] as const;
const UNRELEASED: DocumentFilter = { field: 'state', op: 'in', value: ['open', 'closed'] };

const namesConversation = (id: string): DocumentFilter => ({
  field: 'conversation_ids',
  op: 'array-contains',
  value: id,
});

/** Recordings of devices, `users/{uid}/recording_sessions`. What belongs to another owner is absent. */
@Injectable()
export class RecordingSessionRepository {
  private readonly sessions: Collection<RecordingSession>;

  constructor(private readonly store: DocumentStore) {
    this.sessions = new Collection(store, recordingSessionCollection);
  }

  async find(ownerId: string, id: string): Promise<RecordingSession | null> {
    return (await this.sessions.get(ownerId, id))?.data ?? null;
  }

  /** Those whose logs may hold audio of a conversation, oldest first. */
  async findOfConversation(ownerId: string, conversationId: string): Promise<RecordingSession[]> {
    return this.inOrder(ownerId, [UNRELEASED, namesConversation(conversationId)]);
  }

  /** As `findOfConversation`, those whose logs are gone included. */
  async allOfConversation(ownerId: string, conversationId: string): Promise<RecordingSession[]> {
    return this.inOrder(ownerId, [namesConversation(conversationId)]);
  }

  /** A page of those that began in a period, newest first. */
  async pageOf(
    ownerId: string,
    period: RecordingPeriod,
    { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<{ recordings: RecordingSession[]; nextCursor?: string }> {
    const query = { where: withinPeriod(period), orderBy: NEWEST_FIRST, limit };
    const { documents, nextCursor } = await this.sessions.query(ownerId, {
      ...query,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const recordings = documents.map(({ data }) => data);
    return { recordings, ...(nextCursor === undefined ? {} : { nextCursor }) };
  }

  /** All that began in a period, newest first. */
  async *ofPeriod(ownerId: string, period: RecordingPeriod): AsyncIterable<RecordingSession> {
    const query = { where: withinPeriod(period), orderBy: NEWEST_FIRST };
    for await (const { data } of this.sessions.each(ownerId, query)) yield data;
  }

  /** Every owner's recordings in a state whose logs lie in this data folder. */
  async ofNode(nodeId: string, state: RecordingSession['state']): Promise<{ ownerId: string; id: string }[]> {
    const where: DocumentFilter[] = [
      { field: 'node_id', op: '==', value: nodeId },
      { field: 'state', op: '==', value: state },
    ];
    const found = await Array.fromAsync(this.sessions.ofAllOwners({ where }));
    return found.map(({ ownerId, id }) => ({ ownerId, id }));
  }

  /** How many recordings there are, of all owners and on all machines, whose sound is not stored yet. */
  async countUnreleased(): Promise<number> {
    return (await this.unreleased()).length;
  }

  /** Recordings from before data folders had an id can only lie in the one folder that there was. */
  async adoptNodeless(nodeId: string): Promise<void> {
    for (const { ownerId, id, data } of await this.unreleased()) {
      if (data.node_id === undefined) await this.change(ownerId, id, () => ({ node_id: nodeId }));
    }
  }

  /** Changes one recording in a transaction. `change` answers the fields to replace, or null to leave it alone. */
  async change(
    ownerId: string,
    id: string,
    change: (session: RecordingSession) => Partial<RecordingSession> | null,
  ): Promise<RecordingSession | null> {
    return this.store.transaction(async (transaction) => {
      const session = await this.read(transaction, ownerId, id);
      const fields = session && change(session);
      if (!fields) return null;
      this.update(transaction, ownerId, id, fields);
      return { ...session, ...fields };
    });
  }

  private async inOrder(ownerId: string, where: readonly DocumentFilter[]): Promise<RecordingSession[]> {
    const { documents } = await this.sessions.query(ownerId, { where });
    return documents
      .map((found) => found.data)
      .sort((a, b) => a.started_at.getTime() - b.started_at.getTime());
  }

  private unreleased() {
    return Array.fromAsync(this.sessions.ofAllOwners({ where: [UNRELEASED] }));
  }

  async read(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<RecordingSession | null> {
    return (await this.sessions.within(transaction).get(ownerId, id))?.data ?? null;
  }

  /** As `findOfConversation`, in no order. */
  async readOfConversation(
    transaction: DocumentTransaction,
    ownerId: string,
    conversationId: string,
  ): Promise<RecordingSession[]> {
    const where = [UNRELEASED, namesConversation(conversationId)];
    const found = await this.sessions.within(transaction).query(ownerId, { where });
    return found.map(({ data }) => data);
  }

  createIn(transaction: DocumentTransaction, ownerId: string, session: RecordingSession): void {
    this.sessions.within(transaction).create(ownerId, session.id, session);
  }

  /** Keeps the ids beside the spans in line with them: stores cannot look into a list of objects. */
  update(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
    fields: Partial<RecordingSession>,
  ): void {
    const ids = fields.spans ? { conversation_ids: conversationIdsOf(fields.spans) } : {};
    this.sessions.within(transaction).update(ownerId, id, { ...fields, ...ids });
  }

  /** Notes what became of a conversation's audio that was kept until now; what was not recognized yet is not part of that. */
  async settleSpans(
    ownerId: string,
    id: string,
    conversationId: string,
    outcome: { readonly state: SpanState; readonly handledMs: number },
  ): Promise<RecordingSession | null> {
    return this.change(ownerId, id, (session) => ({
      spans: session.spans.map((span) =>
        span.conversation_id === conversationId && span.state === 'kept'
          ? { ...upTo(outcome.handledMs, span), state: outcome.state }
          : span,
      ),
    }));
  }

  /** Notes what became of a conversation's audio in the blob store; the recording does not name the conversation any more. */
  async settleStored(ownerId: string, id: string, conversationId: string, state: SpanState): Promise<void> {
    await this.change(ownerId, id, (session) => ({
      spans: session.spans.map((span) =>
        span.conversation_id === conversationId
          ? { ...span, state: span.state === 'stored' ? state : span.state, conversation_id: '' }
          : span,
      ),
    }));
  }

  /** Ends the open span of a recording, or only that of one conversation. Null when there is no such recording. */
  async closeSpans(
    ownerId: string,
    id: string,
    positionMs: number,
    conversationId?: string,
  ): Promise<RecordingSession | null> {
    return this.change(ownerId, id, (session) => ({
      spans: closeSpans(session.spans, positionMs, conversationId),
    }));
  }

  /** No more audio will come, and every word of what came is stored. */
  async close(ownerId: string, id: string, positionMs: number): Promise<void> {
    await this.change(ownerId, id, (session) => ({
      state: 'closed',
      handled_ms: Math.max(session.handled_ms, positionMs),
      spans: closeSpans(session.spans, positionMs),
    }));
  }

  /** From here on, what was heard in the conversation is dropped. */
  async markErased(
    ownerId: string,
    id: string,
    conversationId: string,
    positionMs: number,
  ): Promise<RecordingSession | null> {
    return this.change(ownerId, id, (session) => ({
      spans: closeSpans(session.spans, positionMs, conversationId).map((span) =>
        span.conversation_id === conversationId ? { ...span, state: 'erased' } : span,
      ),
    }));
  }

  /** What stays of a deleted conversation: that there was audio, and for how long. */
  async forgetConversation(ownerId: string, id: string, conversationId: string): Promise<void> {
    await this.change(ownerId, id, (session) => ({
      spans: session.spans.map((span) =>
        span.conversation_id === conversationId ? { ...span, conversation_id: '' } : span,
      ),
    }));
  }

  /** Its log is gone. What stays is an account of its audio: how long, what became of it, and whose recordings are stored. */
  async release(ownerId: string, id: string): Promise<void> {
    await this.change(ownerId, id, (session) => ({
      state: 'released',
      spans: session.spans.map((span) => (span.state === 'stored' ? span : { ...span, conversation_id: '' })),
    }));
  }

  async delete(ownerId: string, id: string): Promise<void> {
    await this.sessions.delete(ownerId, id);
  }
}

function withinPeriod({ from, to }: RecordingPeriod): DocumentFilter[] {
  const field = 'started_at';
  return [
    ...(from ? [{ field, op: '>=', value: from } as const] : []),
    ...(to ? [{ field, op: '<', value: to } as const] : []),
  ];
}

function upTo(handledMs: number, span: CaptureSpan): CaptureSpan {
  return { ...span, to_ms: Math.max(span.from_ms, Math.min(span.to_ms ?? handledMs, handledMs)) };
}
