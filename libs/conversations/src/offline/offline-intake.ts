import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { importRecording, type ConversationSource } from '#libs/contracts';
import { AppError, Clock, deterministicId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { BlobStore } from '#libs/storage';
import { assertRecordingTime, baseName, readRecordingName, type NamedRecording } from '#libs/transcription';
import { OfflineRecordingRepository, openAgain } from './offline-recording.repository.js';
import { stagedKey, type OfflineRecording } from './offline-recording.js';

/** A file on this machine that somebody brought. */
export interface BroughtFile {
  readonly path: string;
  /** What its sender called it; nothing is read or written under that name. */
  readonly name: string;
  readonly sizeBytes: number;
}

/** What is known of an audio file besides its bytes. */
export interface AboutRecording {
  /** When it began, or when it ended where only that is known; epoch milliseconds. */
  readonly time: { readonly startMs: number } | { readonly endMs: number };
  readonly source?: ConversationSource;
  /** ISO 639-1; what the owner speaks when it is left out. */
  readonly language?: string | undefined;
}

export interface SyncOptions {
  /** Into which conversation it is to go; if that does not exist, it goes where it belongs by its time. */
  readonly conversationId?: string | undefined;
  /** What happens when the same bytes are being taken in already: they are refused, or that upload is waited for as well. */
  readonly whenBusy: 'refuse' | 'join';
}

/** How soon a client may ask again whether bytes are through. Source: specification of the listen protocol, §8.4. */
const BUSY_RETRY_MS = 10_000;
const MAX_NAME_LENGTH = 200;

/** Takes recordings in: when this answers, their bytes are durable and a job sees to them, or nothing of them was taken. */
@Injectable()
export class OfflineIntake {
  constructor(
    private readonly recordings: OfflineRecordingRepository,
    private readonly blobs: BlobStore,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /**
   * Recordings that a device made on its own; answers the id of the upload. Bytes that were here before are not taken again. Errors:
   * `invalid` RECORDING_NAME_INVALID, RECORDING_TIME_INVALID; `conflict` SYNC_CONTENT_IN_PROGRESS.
   */
  async takeDeviceFiles(
    ownerId: string,
    files: readonly BroughtFile[],
    options: SyncOptions,
  ): Promise<string> {
    const nowMs = this.clock.nowMs();
    const named = files.map((file) => ({ file, ...readRecordingName(file.name, nowMs) }));
    const drafts = await Promise.all(
      named.map(async ({ file, ...about }) => ({
        file,
        recording: this.packetsOf(file, about, await digestOf(file.path), options.conversationId ?? null),
      })),
    );
    return this.take(ownerId, drafts, options.whenBusy);
  }

  /** An audio file of any common format; answers the id of the upload. Errors: `invalid` RECORDING_TIME_INVALID. */
  async takeAudioFile(ownerId: string, file: BroughtFile, about: AboutRecording): Promise<string> {
    const { time, source = 'external_integration', language = null } = about;
    const atMs = 'startMs' in time ? time.startMs : time.endMs;
    assertRecordingTime(atMs, this.clock.nowMs());
    const recording: OfflineRecording = {
      ...this.newRecording(file, await digestOf(file.path), atMs),
      container: 'file',
      source,
      language,
      is_end_known: 'endMs' in time,
    };
    return this.take(ownerId, [{ file, recording }], 'join');
  }

  /** Has what failed of an upload tried again. */
  async retry(ownerId: string, recordingIds: readonly string[]): Promise<void> {
    for (const recordingId of recordingIds) {
      const opened = await this.recordings.change(ownerId, recordingId, (recording) =>
        recording.state === 'failed' ? openAgain(recording) : null,
      );
      if (opened) await this.queue.enqueue(importRecording, { ownerId, recordingId });
    }
  }

  private async take(
    ownerId: string,
    drafts: readonly { readonly file: BroughtFile; readonly recording: OfflineRecording }[],
    whenBusy: SyncOptions['whenBusy'],
  ): Promise<string> {
    const ids = drafts.map(({ recording }) => recording.id);
    const known = new Map((await this.recordings.findMany(ownerId, ids)).map((found) => [found.id, found]));
    const isBusy = [...known.values()].some(({ state }) => state === 'waiting');
    if (isBusy && whenBusy === 'refuse') throw inProgress();
    for (const { file, recording } of drafts) {
      const state = known.get(recording.id)?.state ?? 'failed';
      if (state === 'failed') await this.stage(ownerId, file, recording);
    }
    const id = deterministicId('sync-job', ownerId, ...ids.toSorted());
    await this.recordings.saveJob(ownerId, { id, recording_ids: ids, created_at: this.clock.now() });
    return id;
  }

  /** Bytes first: a recording that is noted can be taken in, whatever dies now. */
  private async stage(ownerId: string, file: BroughtFile, recording: OfflineRecording): Promise<void> {
    await this.blobs.put(
      stagedKey(ownerId, recording.id),
      createReadStream(file.path),
      'application/octet-stream',
    );
    await this.recordings.claim(ownerId, recording);
    await this.queue.enqueue(importRecording, { ownerId, recordingId: recording.id });
  }

  private packetsOf(
    file: BroughtFile,
    { recordedAtMs, format, source }: NamedRecording,
    digest: string,
    conversationId: string | null,
  ): OfflineRecording {
    return {
      ...this.newRecording(file, digest, recordedAtMs),
      container: 'packets',
      codec: format.codec,
      sample_rate: format.sampleRate,
      source,
      target_conversation_id: conversationId,
    };
  }

  private newRecording(file: BroughtFile, digest: string, atMs: number): OfflineRecording {
    const now = this.clock.now();
    return {
      id: digest,
      state: 'waiting',
      name: baseName(file.name).slice(0, MAX_NAME_LENGTH),
      container: 'file',
      codec: null,
      sample_rate: null,
      size_bytes: file.sizeBytes,
      source: 'omi',
      language: null,
      recorded_at: new Date(atMs),
      is_end_known: false,
      shift_ms: 0,
      target_conversation_id: null,
      duration_ms: null,
      spans: null,
      conversation_ids: [],
      failures: 0,
      failure_code: null,
      created_at: now,
      updated_at: now,
    };
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function inProgress(): AppError {
  return new AppError(
    'conflict',
    'SYNC_CONTENT_IN_PROGRESS',
    'sync_content_in_progress: these recordings are being taken in. Ask again later, and keep them until then.',
    {},
    { retryAfterMs: BUSY_RETRY_MS },
  );
}
