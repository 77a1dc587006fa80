import type { Bucket, Storage } from '@google-cloud/storage';
import type { Clock } from '#libs/kernel';
import { blobChanged, blobMissing, checkedRange } from '../../blob-read.js';
import type { BlobRange } from '../../ports/blob-store.js';
import type { PatientCalls } from '../patient-calls.js';
import { gcsUnavailable, isPassing, statusOf } from './gcs-errors.js';

const FIRST_BYTE_LIMIT_MS = 30_000;
const PRECONDITION_FAILED = 412;
/** How often one read may go on where its connection broke. */
const RESUMES = 4;

export interface GcsDownloadOptions {
  readonly bucket: Bucket;
  /** Null for an emulator, which is called without credentials. */
  readonly auth: Storage['authClient'] | null;
  readonly calls: PatientCalls;
  readonly clock: Clock;
}

/**
 * Reads one version of a blob to its end, over as many connections as it takes. By `fetch`, since the read streams of Google's client
 * add so many listeners to each other that Node warns of a leak at every read.
 */
export class GcsDownload {
  constructor(private readonly options: GcsDownloadOptions) {}

  /** Of a range that `isRange`. Asks at once, so that what is wrong shows before anything is read. Errors as of `BlobStore.read`. */
  async open(key: string, range?: BlobRange, generation?: string): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.request(key, range, generation);
    if (response.status === 416) checkedRange(range, totalOf(response));
    return this.bytes(key, response, range?.start ?? 0);
  }

  private async *bytes(key: string, opened: Response, start: number): AsyncGenerator<Uint8Array> {
    const generation = opened.headers.get('x-goog-generation') ?? undefined;
    const end = start + Number(opened.headers.get('content-length')) - 1;
    let next = start;
    for (let body = opened.body, resumes = 0; ; resumes += 1) {
      try {
        for await (const chunk of body ?? []) {
          next += chunk.length;
          yield chunk;
        }
      } catch (error) {
        if (!isPassing(error)) throw gcsUnavailable(error);
      }
      if (next > end) return;
      if (resumes === RESUMES) throw gcsUnavailable(undefined);
      body = (await this.request(key, { start: next, end }, generation)).body;
    }
  }

  /** The answer, if it is bytes or says that the range is none. A `generation` must still be the blob's. */
  private async request(key: string, range?: BlobRange, generation?: string): Promise<Response> {
    const { bucket, calls } = this.options;
    const { name, storage } = bucket;
    const query = generation === undefined ? 'alt=media' : `alt=media&ifGenerationMatch=${generation}`;
    const url = `${storage.apiEndpoint}/storage/v1/b/${name}/o/${encodeURIComponent(key)}?${query}`;
    try {
      return await calls.run(() => this.fetched(url, range));
    } catch (error) {
      if (statusOf(error) === 404) blobMissing();
      if (statusOf(error) === PRECONDITION_FAILED) throw blobChanged();
      throw gcsUnavailable(error);
    }
  }

  private async fetched(url: string, range: BlobRange | undefined): Promise<Response> {
    const { auth, clock } = this.options;
    const headers = new Headers(await auth?.getRequestHeaders(url));
    headers.set('accept-encoding', 'identity');
    if (range) headers.set('range', `bytes=${range.start}-${range.end}`);
    const waiting = new AbortController();
    const cancel = clock.after(FIRST_BYTE_LIMIT_MS, () => waiting.abort());
    try {
      const response = await fetch(url, { headers, signal: waiting.signal });
      if (response.ok) return response;
      await response.body?.cancel();
      if (response.status === 416) return response;
      throw Object.assign(new Error('download refused'), { code: response.status });
    } finally {
      cancel();
    }
  }
}

/** The blob's size, which comes with the answer that a range lies outside it. */
function totalOf(response: Response): number {
  return Number(response.headers.get('content-range')?.split('/')[1] ?? 0);
}
