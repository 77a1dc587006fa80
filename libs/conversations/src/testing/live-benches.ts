import type { Conversation } from '#libs/contracts';
import { ConversationsService } from '../conversations.service.js';
import type { BenchOptions } from './bench-surroundings.js';
import { ConversationsBench } from './conversations-bench.js';

export const HELLO = { text: 'Hello there, this is the first thing said.', startMs: 1_000, endMs: 3_000 };
export const LATER = { text: 'And this comes much later.', startMs: 8_000, endMs: 10_000 };

/** The benches of one test, one for every process that it lets run: they are stopped together. */
export class LiveBenches {
  private readonly started: ConversationsBench[] = [];

  async start(options: BenchOptions = {}): Promise<ConversationsBench> {
    const bench = await ConversationsBench.start(options);
    this.started.push(bench);
    return bench;
  }

  async stop(): Promise<void> {
    for (const bench of this.started) await bench.stop();
  }
}

/** A conversation as its owner reads it. */
export function stored(bench: ConversationsBench, id: string, ownerId = 'ada'): Promise<Conversation> {
  return bench.get(ConversationsService).get(ownerId, id);
}

export function textOf(segments: readonly { text: string }[]): string {
  return segments.map(({ text }) => text).join(' ');
}
