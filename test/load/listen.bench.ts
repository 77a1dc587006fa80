import { capacityBench } from './listen/capacity.bench.js';
import { crashesBench } from './listen/crashes.bench.js';
import { cutsBench } from './listen/cuts.bench.js';
import { fuzzBench } from './listen/fuzz.bench.js';
import { localBench } from './listen/local.bench.js';
import { overloadBench } from './listen/overload.bench.js';
import { reconnectsBench } from './listen/reconnects.bench.js';
import { soakBench } from './listen/soak.bench.js';

/** `npm run bench:listen -- [PART] [SIZE]`: what one core carries, and what faults cost. Without a part all of them, which takes most of an hour. */
const PARTS: Readonly<Record<string, (size?: number) => Promise<void>>> = {
  capacity: capacityBench,
  cuts: cutsBench,
  overload: overloadBench,
  reconnects: reconnectsBench,
  crashes: crashesBench,
  fuzz: fuzzBench,
  soak: soakBench,
  local: localBench,
};

export async function listenBench(name = process.argv[3], size = process.argv[4]): Promise<void> {
  const parts = name ? [name] : Object.keys(PARTS);
  for (const part of parts) {
    const run = PARTS[part];
    if (!run)
      throw new Error(`bench:listen has no part '${part}'; there are: ${Object.keys(PARTS).join(', ')}`);
    process.stderr.write(`bench:listen ${part}\n`);
    await run(size === undefined ? undefined : Number(size));
  }
}
