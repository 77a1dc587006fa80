import { finishTable } from './pipeline/finish-table.js';
import { growthTable } from './pipeline/growth-table.js';

const CONVERSATIONS = 10_000;
/** Enough for the first and the last ones to be others. */
const FEWEST = 100;

/**
 * What processing costs, everything of the product but its doors, on embedded storage: how long the end of a talk of half an hour takes,
 * without a language model and with one of known latency; and whether an owner's last conversation costs more than the first.
 * `npm run bench -- pipeline [CONVERSATIONS]`
 */
export async function pipelineBench(): Promise<void> {
  process.stdout.write(await finishTable());
  process.stdout.write(await growthTable(Math.max(FEWEST, Number(process.argv[3]) || CONVERSATIONS)));
}
