import { Injectable } from '@nestjs/common';
import { Collection, DocumentStore, type DocumentTransaction } from '#libs/storage';
import type { RecordingPeriod } from '../store/recording-session.repository.js';
import {
  offlineRecordingCollection,
  syncJobCollection,
  type OfflineRecording,
  type SyncJob,
} from './offline-recording.js';

/** Recordings that reached the server as files, and the uploads that brought them. What belongs to another owner is absent. */
@Injectable()
export class OfflineRecordingRepository {
  private readonly recordings: Collection<OfflineRecording>;
  private readonly jobs: Collection<SyncJob>;

  constructor(private readonly store: DocumentStore) {
    this.recordings = new Collection(store, offlineRecordingCollection);
    this.jobs = new Collection(store, syncJobCollection);
  }

  async find(ownerId: string, id: string): Promise<OfflineRecording | null> {
    return (await this.recordings.get(ownerId, id))?.data ?? null;
  }

  /** Those that exist, in the order asked for. */
  async findMany(ownerId: string, ids: readonly string[]): Promise<OfflineRecording[]> {
    const found = await this.recordings.getMany(ownerId, ids);
    return found.flatMap((recording) => recording?.data ?? []);
  }

  async ofConversation(ownerId: string, conversationId: string): Promise<OfflineRecording[]> {
    const where = [{ field: 'conversation_ids', op: 'array-contains', value: conversationId }] as const;
    const { documents } = await this.recordings.query(ownerId, { where });
    return documents.map(({ data }) => data);
  }

  /** Every owner's recordings of which something is still to be done. */
  async *waitingOfAllOwners(): AsyncIterable<{ ownerId: string; id: string }> {
    const where = [{ field: 'state', op: '==', value: 'waiting' }] as const;
    for await (const { ownerId, id } of this.recordings.ofAllOwners({ where, without: ['spans'] })) {
      yield { ownerId, id };
    }
  }

  /** All of an owner's. */
  async *all(ownerId: string): AsyncIterable<OfflineRecording> {
    for await (const { data } of this.recordings.each(ownerId)) yield data;
  }

  /** All that were recorded in a period, newest first. */
  async *ofPeriod(ownerId: string, { from, to }: RecordingPeriod): AsyncIterable<OfflineRecording> {
    const field = 'recorded_at';
    const where = [
      ...(from ? [{ field, op: '>=', value: from } as const] : []),
      ...(to ? [{ field, op: '<', value: to } as const] : []),
    ];
    const orderBy = [{ field, direction: 'desc' }] as const;
    for await (const { data } of this.recordings.each(ownerId, { where, orderBy })) yield data;
  }

  /** Takes a recording in that was never here, or failed. Answers what is there afterwards: this one, or the one that came before it. */
  async claim(ownerId: string, recording: OfflineRecording): Promise<OfflineRecording> {
    return this.store.transaction(async (transaction) => {
      const known = await this.read(transaction, ownerId, recording.id);
      if (known && known.state !== 'failed') return known;
      const claimed = known ? tryAgain(known, recording) : recording;
      this.recordings.within(transaction).set(ownerId, recording.id, claimed);
      return claimed;
    });
  }

  /** Changes one in a transaction. `change` answers the fields to replace, or null to leave it alone. Null when nothing was changed. */
  async change(
    ownerId: string,
    id: string,
    change: (recording: OfflineRecording) => Partial<OfflineRecording> | null,
  ): Promise<OfflineRecording | null> {
    return this.store.transaction(async (transaction) => {
      const recording = await this.read(transaction, ownerId, id);
      const fields = recording && change(recording);
      if (!fields) return null;
      this.update(transaction, ownerId, id, fields);
      return { ...recording, ...fields };
    });
  }

  async read(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
  ): Promise<OfflineRecording | null> {
    return (await this.recordings.within(transaction).get(ownerId, id))?.data ?? null;
  }

  /** Keeps the ids beside the spans in line with them: stores cannot look into a list of objects. */
  update(
    transaction: DocumentTransaction,
    ownerId: string,
    id: string,
    fields: Partial<OfflineRecording>,
  ): void {
    const ids = fields.spans?.map((span) => span.conversation_id).filter((known) => known !== '');
    const beside = ids ? { conversation_ids: [...new Set(ids)] } : {};
    this.recordings.within(transaction).update(ownerId, id, { ...fields, ...beside });
  }

  async saveJob(ownerId: string, job: SyncJob): Promise<void> {
    await this.jobs.set(ownerId, job.id, job);
  }

  async findJob(ownerId: string, id: string): Promise<SyncJob | null> {
    return (await this.jobs.get(ownerId, id))?.data ?? null;
  }

  /** Whether anybody has a job of that id. */
  async isJobOfAnybody(id: string): Promise<boolean> {
    const where = [{ field: 'id', op: '==', value: id }] as const;
    for await (const { id: found } of this.jobs.ofAllOwners({ where, limit: 1 })) return found === id;
    return false;
  }

  /** Newest first. */
  async newestJobs(ownerId: string, limit: number): Promise<SyncJob[]> {
    const orderBy = [{ field: 'created_at', direction: 'desc' }] as const;
    const { documents } = await this.jobs.query(ownerId, { orderBy, limit });
    return documents.map(({ data }) => data);
  }
}

/** What was stored of it stays stored; what failed is tried once more, as its sender describes it now. */
function tryAgain(known: OfflineRecording, sent: OfflineRecording): OfflineRecording {
  const wasPlaced = known.spans?.some(({ state }) => state === 'stored' || state === 'known') ?? false;
  if (!wasPlaced) return sent;
  return { ...known, ...openAgain(known), created_at: sent.created_at, updated_at: sent.updated_at };
}

/** A failed recording with its failed spans waiting. */
export function openAgain({ spans }: OfflineRecording): Partial<OfflineRecording> {
  return {
    state: 'waiting',
    failures: 0,
    failure_code: null,
    spans:
      spans?.map((span) =>
        span.state === 'failed' ? { ...span, state: 'waiting', wordless_tries: 0, failure_code: null } : span,
      ) ?? null,
  };
}
