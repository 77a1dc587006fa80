import { randomUUID } from 'node:crypto';
import type { ProtocolAnswer, ProtocolRequest } from './protocol-server.js';

/** What an upload says about itself beside its bytes. */
export interface UploadedObject {
  readonly name: string;
  readonly content: Buffer;
  readonly contentType: string;
}

interface Session {
  readonly name: string;
  readonly contentType: string;
  received: Buffer;
}

/** Google takes chunks in multiples of this, but for the last. */
const CHUNK_UNIT_BYTES = 256 * 1024;
const CRLF = '\r\n';

/** `uploadType=multipart`: one part of JSON, one of bytes, in one request. */
export function multipartUpload({ headers, query, body }: ProtocolRequest): UploadedObject {
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')![1]!;
  const [description, media] = partsOf(body, Buffer.from(`--${boundary}`));
  const { name, contentType } = JSON.parse(description!.content.toString()) as Partial<UploadedObject>;
  return {
    name: query.get('name') ?? name!,
    content: media!.content,
    contentType: contentType ?? media!.contentType,
  };
}

function partsOf(body: Buffer, delimiter: Buffer): { contentType: string; content: Buffer }[] {
  const parts: { contentType: string; content: Buffer }[] = [];
  let start = body.indexOf(delimiter);
  for (;;) {
    const next = body.indexOf(delimiter, start + delimiter.length);
    if (next < 0) return parts;
    const part = body.subarray(start + delimiter.length + CRLF.length, next - CRLF.length);
    const headEnd = part.indexOf(CRLF + CRLF);
    const head = part.subarray(0, headEnd).toString();
    parts.push({
      contentType: /content-type:\s*(.+)/i.exec(head)?.[1]?.trim() ?? 'application/octet-stream',
      content: part.subarray(headEnd + 2 * CRLF.length),
    });
    start = next;
  }
}

/** `uploadType=resumable`: a session is begun, takes chunks in order, tells how far it got, and is an object only at its end. */
export class ResumableUploads {
  private readonly sessions = new Map<string, Session>();

  /** Answers the address that takes the bytes. */
  begin({ query, headers, body, path }: ProtocolRequest, serverUrl: string): ProtocolAnswer {
    const id = randomUUID();
    const described = (body.length ? JSON.parse(body.toString()) : {}) as { contentType?: string };
    const contentType = headers['x-upload-content-type'] ?? described.contentType;
    this.sessions.set(id, {
      name: query.get('name')!,
      contentType: String(contentType ?? 'application/octet-stream'),
      received: Buffer.alloc(0),
    });
    const location = `${serverUrl}${path}?uploadType=resumable&upload_id=${id}`;
    return { status: 200, body: '', headers: { location } };
  }

  /** The finished object, or what to answer while it is not. `Content-Range` is `bytes START-END/TOTAL`, `*` for what is not known. */
  take({ query, headers, body }: ProtocolRequest): UploadedObject | ProtocolAnswer {
    const id = query.get('upload_id')!;
    const session = this.sessions.get(id);
    const range = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
    if (!session || !range) return { status: session ? 400 : 404, body: '' };
    const [, start, end, total] = range;
    if (start !== undefined) {
      const refused = refusal(session, Number(start), body, total === '*' && end !== '*');
      if (refused) return { status: refused, body: '' };
      session.received = Buffer.concat([session.received, body]);
    }
    const isFinished = total === '*' ? end === '*' : session.received.length === Number(total);
    if (!isFinished) return incomplete(session.received.length);
    this.sessions.delete(id);
    return { name: session.name, contentType: session.contentType, content: session.received };
  }
}

/** The status for a chunk that does not go on where the last one ended, or that is of no even size though more follow. */
function refusal(session: Session, start: number, chunk: Buffer, moreFollow: boolean): number | undefined {
  if (start !== session.received.length) return 503;
  return moreFollow && chunk.length % CHUNK_UNIT_BYTES > 0 ? 400 : undefined;
}

function incomplete(receivedBytes: number): ProtocolAnswer {
  if (receivedBytes === 0) return { status: 308, body: '' };
  return { status: 308, body: '', headers: { range: `bytes=0-${receivedBytes - 1}` } };
}
