import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#libs/kernel';

export interface FetchProgress {
  readonly file: string;
  readonly receivedBytes: number;
  readonly totalBytes: number;
}

export interface FileToFetch {
  readonly name: string;
  readonly url: string;
  readonly to: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly onProgress?: (progress: FetchProgress) => void;
  /** Breaks it off; what came so far is kept. */
  readonly signal?: AbortSignal;
}

/**
 * Fetches a file so that it is whole or absent: bytes gather in `<to>.part`, which a later call continues, and get their name once size
 * and checksum are right. Throws `unavailable` MODEL_FETCH_FAILED.
 */
export async function fetchFile(file: FileToFetch): Promise<void> {
  const part = `${file.to}.part`;
  await mkdir(dirname(file.to), { recursive: true });
  const haveBytes = await stat(part).then(
    ({ size }) => size,
    () => 0,
  );
  if (haveBytes < file.bytes) await receive(file, part, haveBytes);
  if ((await sha256Of(part)) !== file.sha256) {
    await rm(part, { force: true });
    throw fetchFailed(file, 'the bytes that came are not the published ones');
  }
  await rename(part, file.to);
}

async function receive(file: FileToFetch, part: string, haveBytes: number): Promise<void> {
  const response = await fetch(file.url, {
    headers: haveBytes > 0 ? { range: `bytes=${haveBytes}-` } : {},
    signal: file.signal ?? null,
  }).catch((error: unknown) => {
    throw fetchFailed(file, 'the address could not be reached', error);
  });
  if (!response.ok || !response.body) throw fetchFailed(file, `the answer was ${response.status}`);
  const resumed = response.status === 206;
  const kept = await open(part, resumed ? 'a' : 'w');
  try {
    await keep(response.body, kept, file, resumed ? haveBytes : 0);
  } catch (error) {
    throw error instanceof AppError ? error : fetchFailed(file, 'the connection broke', error);
  } finally {
    await kept.close();
  }
}

/** Each piece is on its way to the disk before the next is asked for, so that what came before a break is not lost. */
async function keep(
  body: AsyncIterable<Uint8Array>,
  kept: FileHandle,
  file: FileToFetch,
  haveBytes: number,
): Promise<void> {
  let receivedBytes = haveBytes;
  for await (const piece of body) {
    receivedBytes += piece.length;
    // A server that sends more than was published must not fill the disk.
    if (receivedBytes > file.bytes) throw fetchFailed(file, 'more bytes came than were published');
    await kept.appendFile(piece);
    file.onProgress?.({ file: file.name, receivedBytes, totalBytes: file.bytes });
  }
}

/** Hex digest of a file's content. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function fetchFailed(file: FileToFetch, reason: string, cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'MODEL_FETCH_FAILED',
    `Fetching ${file.name} from ${file.url} failed: ${reason}. Try again; what came so far is kept.`,
    { file: file.name },
    { cause },
  );
}
