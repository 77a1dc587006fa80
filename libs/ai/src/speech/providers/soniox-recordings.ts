import { SonioxHttpError, SonioxNodeClient } from '@soniox/node';
import { z } from 'zod';
import { AppError, type Clock } from '#libs/kernel';
import type { Log } from '#libs/observability';
import { failureOfStatus, providerAway, retryAfterMsOf } from './provider-failures.js';
import type { SonioxRequest } from './soniox-config.js';
import { SONIOX } from './soniox-link.js';
import { sonioxToken, type SonioxToken } from './soniox-words.js';
import { wavFile } from './wav-file.js';

export interface SonioxRecordingsOptions {
  readonly apiKey: string;
  /** Of the vendor's REST interface. */
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly log?: Log | undefined;
}

/** An hour is 115 MB; lines that take 2 Mbit/s are slow enough. */
const UPLOAD_WITHIN_MS = 10 * 60_000;
const POLL_EVERY_MS = 1_000;
/** An hour of audio takes Soniox a few minutes. */
const GIVE_UP_AFTER_MS = 30 * 60_000;

const transcriptSchema = z.object({ tokens: z.array(sonioxToken) });

/**
 * Whole recordings at Soniox, as files: live streams may be sent no faster than they were spoken. What was uploaded is removed again,
 * whatever comes of it.
 */
export class SonioxRecordings {
  private readonly client: SonioxNodeClient;

  constructor(private readonly options: SonioxRecordingsOptions) {
    this.client = new SonioxNodeClient({ api_key: options.apiKey, base_url: options.baseUrl });
  }

  /** The tokens of a recording of at most an hour. Errors: as the port, SPEECH_CREDENTIALS_REFUSED and other failures of providers. */
  async tokensOf(samples: Int16Array, request: SonioxRequest): Promise<SonioxToken[]> {
    const { files } = this.client;
    const audio = new Blob([wavFile(samples)], { type: 'audio/wav' });
    const file = await this.asked(() =>
      files.upload(audio, { filename: 'recording.wav', timeout_ms: UPLOAD_WITHIN_MS }),
    );
    try {
      return await this.tokensOfFile(file.id, request);
    } finally {
      await this.removed(() => files.delete(file.id));
    }
  }

  private async tokensOfFile(fileId: string, request: SonioxRequest): Promise<SonioxToken[]> {
    const { stt } = this.client;
    const { id } = await this.asked(() => stt.create({ ...request, file_id: fileId }));
    try {
      await this.finished(id);
      const transcript = transcriptSchema.safeParse(await this.asked(() => stt.getTranscript(id)));
      if (!transcript.success) throw providerAway(SONIOX, 'nonsense');
      return transcript.data.tokens;
    } finally {
      await this.removed(() => stt.delete(id));
    }
  }

  private async finished(id: string): Promise<void> {
    const { clock } = this.options;
    const untilMs = clock.monotonicMs() + GIVE_UP_AFTER_MS;
    for (;;) {
      const status = (await this.asked(() => this.client.stt.get(id)))?.status;
      if (status === 'completed') return;
      if (status !== 'queued' && status !== 'processing') throw providerAway(SONIOX, 'failed');
      if (clock.monotonicMs() > untilMs) throw providerAway(SONIOX, 'slow');
      await clock.sleep(POLL_EVERY_MS);
    }
  }

  private async asked<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (thrown) {
      throw this.failureOf(thrown);
    }
  }

  private failureOf(thrown: unknown): AppError {
    if (!(thrown instanceof SonioxHttpError)) return providerAway(SONIOX, 'nonsense');
    const { statusCode, headers } = thrown;
    if (statusCode === undefined) return providerAway(SONIOX, 'unreachable');
    const retryAfter = retryAfterMsOf(headers?.['retry-after'], this.options.clock.nowMs());
    return failureOfStatus(SONIOX, statusCode, retryAfter);
  }

  /** What was said must not stay there; but the transcript is not lost because of it. */
  private async removed(remove: () => Promise<void>): Promise<void> {
    await remove().catch(() =>
      this.options.log?.warn('A recording could not be removed from a speech provider; remove it there', {
        'stt.provider': SONIOX,
      }),
    );
  }
}

/** Where the REST interface is, by the address for live streams: Soniox keeps both under one domain, for each region. */
export function restUrlOf(socketUrl: string): string {
  const { protocol, host } = new URL(socketUrl);
  return `${protocol === 'ws:' ? 'http' : 'https'}://${host.replace(/^stt-rt\./, 'api.')}`;
}

/** `stt-async-v5` of `stt-rt-v5`: the models come in pairs. */
export function recordingModelOf(liveModel: string): string {
  return liveModel.replace(/^stt-rt-/, 'stt-async-');
}
