import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { SPEECH_SAMPLE_RATE } from '#libs/ai';

/**
 * Containers that ffmpeg may open. Without such a list a file could be a playlist, and make the server fetch addresses or read files of the
 * writer's choice.
 */
const CONTAINERS =
  'aac,ac3,aiff,amr,ape,asf,au,avi,caf,dsf,dts,eac3,flac,flv,gsm,matroska,mov,mp3,mpc,mpc8,mpeg,mpegts,ogg,rm,tta,voc,w64,wav,wv,xwma';

function argumentsFor(path: string): string[] {
  const quiet = ['-nostdin', '-v', 'quiet'];
  const input = ['-protocol_whitelist', 'file', '-format_whitelist', CONTAINERS, '-i', `file:${path}`];
  const output = ['-map', '0:a:0', '-f', 's16le', '-ac', '1', '-ar', String(SPEECH_SAMPLE_RATE), 'pipe:1'];
  return [...quiet, ...input, ...output];
}

export class FfmpegMissing extends Error {}
/** It read no sound, or not all of it. */
export class FfmpegRefused extends Error {}

/**
 * A file's first sound track, mono at 16 kHz, as ffmpeg decodes it in a process of its own. It is held up by a reader that is slower, and
 * ended by one that leaves. Throws `FfmpegMissing` and `FfmpegRefused`.
 */
export async function* decodeWithFfmpeg(path: string, command: string): AsyncGenerator<Int16Array> {
  const child = spawn(command, argumentsFor(path), { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  ended.catch(() => undefined);
  try {
    let odd: Uint8Array = new Uint8Array(0);
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      const bytes = Buffer.concat([odd, chunk]);
      const whole = bytes.length - (bytes.length % 2);
      odd = bytes.subarray(whole);
      yield new Int16Array(Uint8Array.from(bytes.subarray(0, whole)).buffer);
    }
    const [code] = await ended.catch(() => {
      throw new FfmpegMissing();
    });
    if (code !== 0) throw new FfmpegRefused();
  } finally {
    child.kill('SIGKILL');
  }
}
