import { parseArgs } from 'node:util';
import { table } from '../load/table.js';
import { testDataFile } from '../support/test-data.js';
import { orUsage } from './command-line.js';
import { readHistories } from './retrieval-file.js';
import { evaluateRetrieval, type RetrievalReport } from './retrieval-run.js';
import type { RetrievalFigures } from './retrieval-score.js';

const USAGE = `usage: npm run eval:retrieval -- [FILE] [--json]

Makes each session of the chat histories of FILE (in the form of LoCoMo) a conversation, asks search every question that has evidence, and
prints the share of the evidence that is found among the first few, beside plain BM25 over the same texts.
FILE defaults to locomo-dev.json in $MNEME_TEST_DATA, or in the data folder beside the checkout.
--json     the figures for machines`;

interface Options {
  readonly file: string;
  readonly json: boolean;
}

function readOptions(args: string[]): Options | undefined {
  const read = orUsage(() =>
    parseArgs({ args, allowPositionals: true, options: { json: { type: 'boolean', default: false } } }),
  );
  const file = read?.positionals[0] ?? testDataFile('locomo-dev.json');
  if (!read || file === undefined || read.positionals.length > 1) return undefined;
  return { file, json: read.values.json };
}

async function main({ file, json }: Options): Promise<void> {
  const report = await evaluateRetrieval(readHistories(file), (text) => process.stderr.write(`${text}\n`));
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : formatted(report));
}

function formatted({ search, plain, histories }: RetrievalReport): string {
  const rows = [
    row(`search, ${search.questions} questions`, search),
    row('plain BM25', plain),
    ...histories.flatMap((one) => [
      row(`${one.id}, ${one.search.questions} questions`, one.search),
      row('  plain BM25', one.plain),
    ]),
  ];
  return table(['recall', 'session@5', 'session@10', 'turn@5', 'turn@10', 'turn@20'], rows);
}

function row(name: string, { session, turn }: RetrievalFigures): string[] {
  const figures = [session.at5, session.at10, turn.at5, turn.at10, turn.at20];
  return [name, ...figures.map((figure) => figure.toFixed(3))];
}

const options = readOptions(process.argv.slice(2));
if (options) {
  try {
    await main(options);
  } catch (error) {
    process.stderr.write(`eval:retrieval: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
} else {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
}
