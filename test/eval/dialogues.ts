import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ModelStore, SherpaSpeechToText } from '#libs/ai';
import { readDialogues, type Dialogue } from './dialogue-file.js';
import { formatDetails, formatReport, reportOf } from './dialogue-report.js';
import { type DialogueResult } from './dialogue-results.js';
import { asSpeech, asText, understandDialogues } from './dialogue-run.js';
import { evaluateQuestions, formatQuestion } from './questions.js';
import { missingSpeechPrograms } from './speak.js';

const USAGE = `usage: npm run eval -- [DIR] [--spoken] [--names] [--questions] [--json] [--verbose]

Understands the labelled dialogues of DIR and compares the outcome with their labels.
DIR defaults to the folder dialogues in $MNEME_TEST_DATA, then to ../shared/data/dialogues.
--spoken   speaks each dialogue with synthetic voices and recognizes it again, instead of taking its text
--names    the other speakers are known by name (text only)
--questions  asks the questions of the dialogues, too, in the chat of the whole product (text only)
--verbose  what was produced beside what was expected
--json     the figures for machines`;

interface Options {
  readonly folder: string;
  readonly spoken: boolean;
  readonly names: boolean;
  readonly questions: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

function readOptions(args: string[]): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { spoken: flag, names: flag, questions: flag, json: flag, verbose: flag },
  });
  const data = process.env.MNEME_TEST_DATA ?? '../shared/data';
  return positionals.length > 1 ? undefined : { folder: positionals[0] ?? join(data, 'dialogues'), ...values };
}

async function main({ folder, spoken, names, questions, json, verbose }: Options): Promise<void> {
  if (!existsSync(folder)) throw new Error(`No folder ${folder}; name the folder with the dialogues`);
  const dialogues = readDialogues(folder);
  if (spoken && isSpeechMissing()) return;
  const results = spoken ? await understandSpoken(dialogues) : await understandDialogues(dialogues, asText(names));
  const evaluation = questions && !spoken ? await evaluateQuestions(dialogues) : null;
  const report = reportOf(results, evaluation?.shares ?? null);
  if (verbose) process.stderr.write(`${[...results.map(formatDetails), ...(evaluation?.asked ?? []).map(formatQuestion)].join('\n')}\n\n`);
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : `${formatReport(report)}\n`);
}

function isSpeechMissing(): boolean {
  const missing = missingSpeechPrograms();
  if (missing.length > 0) process.stderr.write(`!! SKIPPED: speaking dialogues needs the system programs ${missing.join(', ')}.\n`);
  return missing.length > 0;
}

async function understandSpoken(dialogues: readonly Dialogue[]): Promise<DialogueResult[]> {
  const downloadDir = await mkdtemp(join(tmpdir(), 'mneme-eval-'));
  const store = new ModelStore({ modelsDir: process.env.MNEME_MODELS_DIR ?? null, downloadDir });
  const speech = new SherpaSpeechToText({ model: 'base', store });
  try {
    await speech.warmUp();
    return await understandDialogues(dialogues, asSpeech(speech));
  } finally {
    await speech.close();
    await rm(downloadDir, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const options = readOptions(process.argv.slice(2));
  if (options) await main(options);
  else {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
  }
}
