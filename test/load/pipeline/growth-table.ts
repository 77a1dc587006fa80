import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DocumentStore } from '#libs/storage';
import { startEmbeddedProduct, type EmbeddedProduct } from '../../support/embedded-product.js';
import { table } from '../table.js';
import { countDocuments, type DocumentCounts } from './counted-documents.js';
import { shortTalk } from './everyday-talk.js';
import { median, processAll, processOne } from './processing.js';

/** Conversations that are measured one by one, at the beginning and at the end of a life. */
const MEASURED = 50;
/** Until code is compiled and threads are warm, in a life of its own. */
const WARMING = 100;
const AT_ONCE = 20;
const OWNER = { name: 'Sam', timeZone: 'America/Chicago' };
const AIM = '1.20x';

interface Costs {
  completedMs: number;
  settledMs: number;
  reads: number;
  writes: number;
}

/** Whether an owner's last conversation of so many costs more than the first: each is processed as all are, none is planted. */
export async function growthTable(conversations: number): Promise<string> {
  const product = await startEmbeddedProduct({ owner: OWNER });
  try {
    const counts = countDocuments(product.app.get(DocumentStore));
    const owner = { ...product };
    await measure({ ...owner, ownerId: 'somebody-before' }, counts, 0, WARMING);
    const first = await measure(owner, counts, 0, MEASURED);
    await live(owner, MEASURED, conversations - MEASURED);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const last = await measure(owner, counts, conversations - MEASURED, conversations);
    delay.disable();
    return comparison(first, last, conversations) + stalls(delay);
  } finally {
    await product.dispose();
  }
}

async function live(product: EmbeddedProduct, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, to - n) }, (_, index) => n + index);
    await processAll(product, numbers.map(shortTalk));
    if (n % 1_000 < AT_ONCE) process.stderr.write(`${n} conversations\n`);
  }
}

/** The median costs of the conversations `from` to `to`, one after the other. */
async function measure(
  product: EmbeddedProduct,
  counts: DocumentCounts,
  from: number,
  to: number,
): Promise<Costs> {
  const costs: Costs[] = [];
  for (let n = from; n < to; n += 1) {
    const before = { ...counts };
    const { completedMs, settledMs } = await processOne(product, shortTalk(n));
    const [reads, writes] = [counts.reads - before.reads, counts.writes - before.writes];
    costs.push({ completedMs, settledMs, reads, writes });
  }
  const of = (name: keyof Costs) => median(costs.map((cost) => cost[name]));
  return {
    completedMs: of('completedMs'),
    settledMs: of('settledMs'),
    reads: of('reads'),
    writes: of('writes'),
  };
}

function comparison(first: Costs, last: Costs, conversations: number): string {
  const row = (what: string, name: keyof Costs, digits: number) => [
    what,
    first[name].toFixed(digits),
    last[name].toFixed(digits),
    `${(last[name] / first[name]).toFixed(2)}x`,
    AIM,
  ];
  return table(
    ['a short conversation', 'among the first', `number ${conversations}`, 'ratio', 'aim'],
    [
      row('end to completed, ms', 'completedMs', 1),
      row('end to settled, ms', 'settledMs', 1),
      row('documents read', 'reads', 0),
      row('documents written', 'writes', 0),
    ],
  );
}

function stalls(delay: { max: number; percentile(share: number): number }): string {
  const ms = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(1);
  return table(
    ['stall of the event loop meanwhile', 'ms'],
    [
      ['p99', ms(delay.percentile(99))],
      ['longest', ms(delay.max)],
    ],
  );
}
