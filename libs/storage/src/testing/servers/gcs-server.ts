import { createHash, type KeyObject } from 'node:crypto';
import { crc32c } from './crc32c.js';
import { signedUrlFault } from './gcs-signed-url.js';
import { multipartUpload, ResumableUploads, type UploadedObject } from './gcs-uploads.js';
import { ProtocolServer, type ProtocolAnswer, type ProtocolRequest } from './protocol-server.js';

export interface GcsServerOptions {
  readonly port?: number;
  /** The buckets that exist; any bucket does when left out. */
  readonly buckets?: readonly string[];
  /** Of the account that signs addresses; without it only their expiry is checked. */
  readonly publicKey?: KeyObject;
  readonly nowMs?: () => number;
  /** The most names in one page of a list, whatever the client asks for. Google: 1,000. */
  readonly pageSize?: number;
}

interface StoredObject extends UploadedObject {
  readonly generation: number;
  readonly updatedAt: Date;
  /** In base64, as Google gives them. */
  readonly hashes: { readonly crc32c: string; readonly md5: string };
}

const CODES: Readonly<Record<number, string>> = {
  403: 'forbidden',
  404: 'notFound',
  412: 'conditionNotMet',
  416: 'requestedRangeNotSatisfiable',
  429: 'rateLimitExceeded',
  500: 'backendError',
  503: 'backendError',
};

/**
 * Google Cloud Storage's JSON API as far as its own client uses it here, in memory: uploads in one request and in resumable sessions,
 * metadata, downloads with ranges, lists in pages, deletes, preconditions, and V4 signed addresses. Of https://cloud.google.com/storage/docs/json_api.
 */
export class GcsServer extends ProtocolServer {
  private readonly buckets = new Map<string, Map<string, StoredObject>>();
  private readonly uploads = new ResumableUploads();
  private cuts = { afterBytes: 0, left: 0 };
  private lastGeneration = 0;

  private constructor(private readonly options: GcsServerOptions) {
    super();
  }

  static async start(options: GcsServerOptions = {}): Promise<GcsServer> {
    const server = new GcsServer(options);
    await server.listen(options.port ?? 0);
    return server;
  }

  /** The next downloads break off after so many bytes. */
  cutDownloads(cut: { afterBytes: number; times: number }): void {
    this.cuts = { afterBytes: cut.afterBytes, left: cut.times };
  }

  protected override failureBody(status: number): unknown {
    const reason = CODES[status] ?? 'unknown';
    const message = `planned failure ${status}`;
    return { error: { code: status, message, errors: [{ domain: 'global', reason, message }] } };
  }

  protected override answer(request: ProtocolRequest): ProtocolAnswer {
    const upload = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(request.path);
    if (upload) return this.inBucket(upload[1]!, (objects) => this.upload(request, upload[1]!, objects));
    const api = /^\/storage\/v1\/b\/([^/]+)\/o(?:\/([^/]+))?$/.exec(request.path);
    if (!api) return this.signed(request);
    const [, bucket, name] = api;
    return this.inBucket(bucket!, (objects) =>
      name === undefined
        ? this.list(request, bucket!, objects)
        : this.object(request, bucket!, objects, decodeURIComponent(name)),
    );
  }

  private inBucket(
    name: string,
    work: (objects: Map<string, StoredObject>) => ProtocolAnswer,
  ): ProtocolAnswer {
    if (this.options.buckets && !this.options.buckets.includes(name)) return this.failure(404);
    const objects = this.buckets.get(name) ?? new Map<string, StoredObject>();
    this.buckets.set(name, objects);
    return work(objects);
  }

  private upload(
    request: ProtocolRequest,
    bucket: string,
    objects: Map<string, StoredObject>,
  ): ProtocolAnswer {
    const { method, query } = request;
    const isResumable = query.get('uploadType') === 'resumable';
    if (method === 'POST' && !this.conditionHolds(query, objects.get(query.get('name') ?? '')))
      return this.failure(412);
    if (isResumable && method === 'POST') return this.uploads.begin(request, this.url);
    const uploaded = isResumable ? this.uploads.take(request) : multipartUpload(request);
    if ('status' in uploaded) return uploaded;
    this.lastGeneration += 1;
    const hashes = { crc32c: crc32c(uploaded.content), md5: md5Of(uploaded.content) };
    if (!hashesHold(request.headers['x-goog-hash'], hashes)) return this.failure(400);
    const updatedAt = new Date(this.nowMs());
    const object = { ...uploaded, generation: this.lastGeneration, updatedAt, hashes };
    objects.set(object.name, object);
    return { status: 200, body: metadataOf(bucket, object) };
  }

  private object(
    request: ProtocolRequest,
    bucket: string,
    objects: Map<string, StoredObject>,
    name: string,
  ): ProtocolAnswer {
    const object = objects.get(name);
    if (!object) return this.failure(404);
    if (!this.conditionHolds(request.query, object)) return this.failure(412);
    if (request.method === 'DELETE') {
      objects.delete(name);
      return { status: 204, body: '' };
    }
    if (request.query.get('alt') === 'media') return this.download(request, object);
    return { status: 200, body: metadataOf(bucket, object) };
  }

  private download({ headers }: ProtocolRequest, object: StoredObject): ProtocolAnswer {
    const { content, contentType, generation, hashes } = object;
    const common = {
      'content-type': contentType,
      'x-goog-generation': String(generation),
      'x-goog-hash': `crc32c=${hashes.crc32c},md5=${hashes.md5}`,
      'x-goog-stored-content-encoding': 'identity',
    };
    const range = /^bytes=(\d+)-(\d*)$/.exec(headers.range ?? '');
    if (!range) return { status: 200, body: content, headers: common, ...this.nextCut() };
    const start = Number(range[1]);
    const end = Math.min(range[2] ? Number(range[2]) : Infinity, content.length - 1);
    if (start > end) {
      const total = { 'content-range': `bytes */${content.length}` };
      return { ...this.failure(416), headers: total };
    }
    const contentRange = `bytes ${start}-${end}/${content.length}`;
    return {
      status: 206,
      body: content.subarray(start, end + 1),
      headers: { ...common, 'content-range': contentRange },
      ...this.nextCut(),
    };
  }

  private list(
    { query }: ProtocolRequest,
    bucket: string,
    objects: Map<string, StoredObject>,
  ): ProtocolAnswer {
    const prefix = query.get('prefix') ?? '';
    const after = Buffer.from(query.get('pageToken') ?? '', 'base64').toString();
    const asked = Number(query.get('maxResults') ?? 1_000);
    const limit = Math.min(asked, this.options.pageSize ?? 1_000);
    const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).toSorted();
    const page = names.slice(0, limit);
    const nextPageToken = names.length > limit ? Buffer.from(page.at(-1)!).toString('base64') : undefined;
    const items = page.map((name) => metadataOf(bucket, objects.get(name)!));
    return { status: 200, body: { kind: 'storage#objects', items, nextPageToken } };
  }

  /** `GET /BUCKET/OBJECT?X-Goog-…`: whoever has the address may read. */
  private signed(request: ProtocolRequest): ProtocolAnswer {
    const path = /^\/([^/]+)\/(.+)$/.exec(request.path);
    if (!path || request.method !== 'GET') return this.failure(404);
    const fault = signedUrlFault(request, this.options.publicKey, this.nowMs());
    if (fault) return { status: 400, body: `<?xml version='1.0'?><Error><Code>${fault}</Code></Error>` };
    return this.inBucket(path[1]!, (objects) => {
      const object = objects.get(decodeURIComponent(path[2]!));
      return object ? this.download(request, object) : this.failure(404);
    });
  }

  /** `ifGenerationMatch`: 0 means that nothing may be there. */
  private conditionHolds(query: URLSearchParams, object: StoredObject | undefined): boolean {
    const wanted = query.get('ifGenerationMatch');
    return wanted === null || Number(wanted) === (object?.generation ?? 0);
  }

  private nextCut(): { cutAfterBytes?: number } {
    if (this.cuts.left <= 0) return {};
    this.cuts.left -= 1;
    return { cutAfterBytes: this.cuts.afterBytes };
  }

  private failure(status: number): ProtocolAnswer {
    return { status, body: this.failureBody(status) };
  }

  private nowMs(): number {
    return this.options.nowMs?.() ?? Date.now();
  }
}

function metadataOf(bucket: string, object: StoredObject): object {
  const { name, content, contentType, generation, updatedAt, hashes } = object;
  return {
    kind: 'storage#object',
    ...{ id: `${bucket}/${name}/${generation}`, name, bucket, contentType },
    ...{ generation: String(generation), metageneration: '1', storageClass: 'STANDARD' },
    ...{ size: String(content.length), md5Hash: hashes.md5, crc32c: hashes.crc32c },
    ...{ timeCreated: updatedAt.toISOString(), updated: updatedAt.toISOString() },
  };
}

function md5Of(content: Buffer): string {
  return createHash('md5').update(content).digest('base64');
}

/** `x-goog-hash: crc32c=…,md5=…`, either or none. */
function hashesHold(header: string | string[] | undefined, hashes: StoredObject['hashes']): boolean {
  const [, checksum = hashes.crc32c] = /crc32c=([^,]+)/.exec(String(header)) ?? [];
  const [, digest = hashes.md5] = /md5=([^,]+)/.exec(String(header)) ?? [];
  return checksum === hashes.crc32c && digest === hashes.md5;
}
