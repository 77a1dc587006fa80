import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly form: FormData;
  readonly signal: AbortSignal;
  /** What comes after so many bytes is not read. */
  readonly maxAnswerBytes: number;
}

export interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Cut off when it is too long. */
  readonly body: string;
}

/**
 * Sends a form. Redirects are not followed: a key is not taken along to wherever they lead. Not through `fetch`: when the rest of an answer is
 * not wanted, that of Node 24 may throw where nobody can catch it. Throws errors of the network, or the signal's reason.
 */
export async function postForm({
  url,
  headers,
  form,
  signal,
  maxAnswerBytes,
}: PostRequest): Promise<PostAnswer> {
  signal.throwIfAborted();
  const encoded = new Response(form);
  const body = new Uint8Array(await encoded.arrayBuffer());
  const send = url.startsWith('https:') ? httpsRequest : httpRequest;
  const request = send(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': encoded.headers.get('content-type')!,
      'content-length': body.byteLength,
    },
  });
  const abort = () => void request.destroy(signal.reason as Error);
  signal.addEventListener('abort', abort);
  // Told by `once`, or by the answer that breaks off; without a listener it would end the process.
  request.on('error', () => undefined);
  try {
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    return {
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'],
      body: await textOf(response, maxAnswerBytes),
    };
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

async function textOf(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).byteLength;
    if (bytes > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes).toString('utf8');
}
