import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { understandDialogues } from './dialogue-run.js';
import { formatDetails, formatReport, reportOf } from './dialogue-report.js';
import { readDialogues } from './dialogue-file.js';

const USAGE = `usage: npm run eval -- [DIR] [--spoken] [--names] [--json] [--verbose]

Understands the labelled dialogues of DIR and compares the outcome with their labels.
DIR defaults to the folder dialogues in $MNEME_TEST_DATA, then to ../shared/data/dialogues.
--spoken   speaks each dialogue with synthetic voices and recognizes it again, instead of taking its text
--names    the other speakers are known by name (text only)
--verbose  what was produced beside what was expected
--json     the figures for machines`;

interface Options {
  readonly folder: string;
  readonly spoken: boolean;
  readonly names: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

function readOptions(args: string[]): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { spoken: flag, names: flag, json: flag, verbose: flag },
  });
  const data = process.env.MNEME_TEST_DATA ?? '../shared/data';
  return positionals.length > 1 ? undefined : { folder: positionals[0] ?? join(data, 'dialogues'), ...values };
}

async function main({ folder, spoken, names, json, verbose }: Options): Promise<void> {
  if (!existsSync(folder)) throw new Error(`No folder ${folder}; name the folder with the dialogues`);
  const { results, ...parts } = await understandDialogues(readDialogues(folder), { spoken, names });
  const report = reportOf(results, parts);
  if (verbose) process.stderr.write(`${results.map(formatDetails).join('\n')}\n\n`);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${formatReport(report)}\n`);
}

if (import.meta.main) {
  const options = readOptions(process.argv.slice(2));
  if (options) await main(options);
  else {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
  }
}
