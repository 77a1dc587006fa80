import type { Conversation } from '#libs/contracts';
import { ListenClient } from '#libs/client';
import { TcpProxy } from '#libs/storage/testing';
import { wordErrors } from '../../eval/word-error-rate.js';
import { MnemeProcess } from '../../support/mneme-process.js';
import { BOOK, encodeOpus, samplesOf, TALK } from '../../support/recordings.js';
import { table } from '../table.js';
import { pause } from './child.js';

const FRAME_MS = 20;

/**
 * The same speech in real time over two lines, one of them cut again and again at random instants, through the recognizer on this machine.
 * What both wrote down must be the same. `npm run bench:listen -- cuts [CUTS]`
 */
export async function cutsBench(cuts = 100): Promise<void> {
  const packets = await twoMinutes();
  const server = await MnemeProcess.start({ env: { LOG_LEVEL: 'warn' } });
  const proxy = await TcpProxy.start(new URL(server.url).host);
  try {
    const whole = new Speaker(server.url, server.token, 'whole');
    const cut = new Speaker(`http://${proxy.address}`, server.token, 'cut');
    await Promise.all([whole.client.connect(), cut.client.connect()]);
    const speaking = Promise.all([whole.speak(packets), cut.speak(packets)]);
    await cutLine(proxy, cuts, packets.length * FRAME_MS);
    await speaking;
    const [uncut, other] = await Promise.all([whole.textAt(server), cut.textAt(server)]);
    const { words, substitutions, insertions, deletions } = wordErrors(uncut, other);
    process.stdout.write(
      table(
        ['one recording, its line cut at random', 'found', 'aim'],
        [
          ['cuts', cuts, ''],
          ['connections', cut.connections, ''],
          ['words of the uncut run', words, ''],
          ['words missing', deletions, 0],
          ['words more', insertions, 0],
          ['words different', substitutions, 0],
          ['transcripts identical', uncut === other ? 'yes' : 'no', 'yes'],
        ],
      ),
    );
  } finally {
    await proxy.close();
    await server.dispose();
  }
}

class Speaker {
  readonly client: ListenClient;
  connections = 0;
  private readonly ids = new Set<string>();

  constructor(url: string, token: string, deviceId: string) {
    this.client = new ListenClient(
      { url, token, codec: 'opus_fs320', sampleRate: 16_000, query: { device_id: deviceId } },
      {
        connection: (state) => (this.connections += state === 'connected' ? 1 : 0),
        conversation_session: ({ conversation_id }) => this.ids.add(conversation_id),
      },
    );
  }

  async speak(packets: readonly Uint8Array[]): Promise<void> {
    const startedMs = performance.now();
    for (const [index, packet] of packets.entries()) {
      const waitMs = startedMs + index * FRAME_MS - performance.now();
      if (waitMs > 0) await pause(waitMs);
      this.client.write(packet);
    }
  }

  async textAt(server: MnemeProcess): Promise<string> {
    await this.client.end();
    this.client.close();
    const conversations = await Promise.all(
      [...this.ids].map((id) => server.json<Conversation>(`/v1/conversations/${id}`)),
    );
    return conversations
      .flatMap(({ transcript_segments }) => transcript_segments.map(({ text }) => text))
      .join(' ');
  }
}

async function cutLine(proxy: TcpProxy, cuts: number, durationMs: number): Promise<void> {
  const startedMs = performance.now();
  const instants = Array.from({ length: cuts }, () => Math.random() * durationMs).sort((a, b) => a - b);
  for (const atMs of instants) {
    const waitMs = startedMs + atMs - performance.now();
    if (waitMs > 0) await pause(waitMs);
    proxy.cut();
    proxy.mend();
  }
}

async function twoMinutes(): Promise<Uint8Array[]> {
  const [book, talk] = [await samplesOf(BOOK.path), await samplesOf(TALK.path)];
  const pauseSamples = new Int16Array(16_000);
  const parts = [book, pauseSamples, talk, pauseSamples, book, pauseSamples, talk, pauseSamples];
  const samples = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return encodeOpus(samples);
}
