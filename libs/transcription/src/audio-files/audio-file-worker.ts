import { on } from 'node:events';
import { createReadStream } from 'node:fs';
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import decode from 'audio-decode';
import audioType from 'audio-type';
import { SpeechConverter } from './sound-piece.js';

/** A file by its path, or its bytes. */
export type AudioSource = string | Uint8Array;

/** What the thread is started with. It knows nothing of the project but this and its own folder, so that it starts in no time. */
export interface AudioFileTask {
  readonly source: AudioSource;
  /** Hz of what is to come out. */
  readonly sampleRate: number;
}

/** One answer for each message that asks for more. */
export type DecodedPart =
  | { readonly kind: 'samples'; readonly samples: Int16Array }
  | { readonly kind: 'end' }
  /** Not a format that is read here. */
  | { readonly kind: 'unknown' }
  /** A format that is read here, but not this file, or not to its end. */
  | { readonly kind: 'damaged' };

/** Bytes given to a decoder at once: at most half a minute of the tightest codec. */
const CHUNK_BYTES = 64 * 1024;

async function* chunksOf(source: AudioSource): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') {
    yield* createReadStream(source, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
    return;
  }
  for (let at = 0; at < source.length; at += CHUNK_BYTES) yield source.subarray(at, at + CHUNK_BYTES);
}

async function* decodeParts({ source, sampleRate }: AudioFileTask): AsyncGenerator<DecodedPart> {
  const chunks = chunksOf(source);
  const first = (await chunks.next()).value as Uint8Array | undefined;
  const open = first && decoderFor(first);
  if (!open) return yield { kind: 'unknown' };
  const converter = new SpeechConverter(sampleRate);
  try {
    const decoder = await open();
    yield { kind: 'samples', samples: converter.push(await decoder(first)) };
    for await (const chunk of chunks)
      yield { kind: 'samples', samples: converter.push(await decoder(chunk)) };
    yield { kind: 'samples', samples: converter.push(await decoder()) };
    yield { kind: 'samples', samples: converter.end() };
    yield { kind: 'end' };
  } catch {
    yield { kind: 'damaged' };
  }
}

type OpenDecoder = typeof decode.mp3;

/** What is or may hold AAC, AC-3 or DTS: the only decoders of these in npm are under licences that this project must not take on. */
const FOR_FFMPEG: ReadonlySet<string | undefined> = new Set(['aac', 'm4a', 'avi', 'ac3', 'dts']);

/** By the file's first bytes; never by its name. */
function decoderFor(start: Uint8Array): OpenDecoder | undefined {
  // The package looks at the whole of the memory under a view.
  const type = audioType(Uint8Array.from(start));
  return type === undefined || FOR_FFMPEG.has(type)
    ? undefined
    : (decode as unknown as Record<string, OpenDecoder>)[type];
}

async function serve(port: MessagePort): Promise<void> {
  const asked = on(port, 'message');
  for await (const part of decodeParts(workerData as AudioFileTask)) {
    await asked.next();
    port.postMessage(part, part.kind === 'samples' ? [part.samples.buffer as ArrayBuffer] : []);
  }
}

if (parentPort) await serve(parentPort);
