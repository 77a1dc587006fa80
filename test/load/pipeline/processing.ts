import { setTimeout as sleep } from 'node:timers/promises';
import { AppEventBus } from '#libs/contracts';
import { ConversationProcessing } from '#libs/conversations';
import { JobQueue } from '#libs/queue';
import type { EmbeddedProduct } from '../../support/embedded-product.js';
import { storeRecording, type Recording } from '../../support/recorded-conversation.js';

const LOOK_EVERY_MS = 2;

export interface Processing {
  /** From its end to `completed`, milliseconds. */
  readonly completedMs: number;
  /** To the last thing that follows from it. */
  readonly settledMs: number;
}

/** Ends a conversation that was just said, and waits for all that follows. */
export async function processOne(product: EmbeddedProduct, recording: Recording): Promise<Processing> {
  await storeRecording(product, recording);
  const completed = whenProcessed(product, recording.id);
  const startMs = performance.now();
  await product.app.get(ConversationProcessing).finalize(product.ownerId, recording.id);
  await completed;
  const completedMs = performance.now() - startMs;
  await whenQuiet(product);
  return { completedMs, settledMs: performance.now() - startMs };
}

/** Ends many at the same time. */
export async function processAll(product: EmbeddedProduct, recordings: readonly Recording[]): Promise<void> {
  for (const recording of recordings) {
    await storeRecording(product, recording);
    await product.app.get(ConversationProcessing).finalize(product.ownerId, recording.id);
  }
  await whenQuiet(product);
}

function whenProcessed({ app }: EmbeddedProduct, conversationId: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const events = app.get(AppEventBus);
    const cancels = [
      events.on('conversation.processed', (event) => {
        if (event.conversationId === conversationId) end(resolve);
      }),
      events.on('conversation.failed', (event) => {
        if (event.conversationId === conversationId) end(() => reject(new Error('Processing failed.')));
      }),
    ];
    const end = (tell: () => void) => {
      for (const cancel of cancels) cancel();
      tell();
    };
  });
}

async function whenQuiet({ app }: EmbeddedProduct): Promise<void> {
  const queue = app.get(JobQueue);
  for (;;) {
    const { waiting, active, dead } = await queue.counts();
    if (dead > 0) throw new Error(`A job failed: ${(await queue.deadLetters(1))[0]?.errorCode}`);
    if (waiting + active === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
