import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ModelStore, SherpaSpeechToText } from '#libs/ai';
import { testDataFolder } from '../support/test-data.js';
import { orUsage } from './command-line.js';
import { readDialogues, type Dialogue } from './dialogue-file.js';
import { formatDetails, formatReport, reportOf } from './dialogue-report.js';
import { type DialogueResult } from './dialogue-results.js';
import { asOneVoice, asSpeech, asText, understandDialogues } from './dialogue-run.js';
import { evaluateQuestions, formatQuestion, type AskedQuestion } from './questions.js';
import { missingSpeechPrograms } from './speak.js';

const USAGE = `usage: npm run eval -- [DIR] [--spoken | --one-voice] [--names] [--json] [--verbose]

Understands the labelled dialogues of DIR, asks their questions in the chat of the whole product, and compares the outcome with their labels.
DIR defaults to the folder dialogues in $MNEME_TEST_DATA, or to the data folder beside the checkout.
--spoken   speaks each dialogue with synthetic voices and recognizes it again, instead of taking its text; asks no questions
--one-voice  takes the text as if one voice had said it all, which is what recognition leaves of a talk; asks no questions
--names    the other speakers are known by name (text only)
--verbose  what was produced beside what was expected
--json     the figures for machines`;

interface Options {
  readonly folder: string;
  readonly spoken: boolean;
  readonly 'one-voice': boolean;
  readonly names: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
}

function readOptions(args: string[]): Options | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const read = orUsage(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: { spoken: flag, 'one-voice': flag, names: flag, json: flag, verbose: flag },
    }),
  );
  if (!read) return undefined;
  const { values, positionals } = read;
  const folder = positionals[0] ?? testDataFolder('dialogues');
  return folder === undefined || positionals.length > 1 ? undefined : { folder, ...values };
}

async function main(options: Options): Promise<void> {
  if (options.spoken && isSpeechMissing()) return;
  const dialogues = readDialogues(options.folder);
  const results = await understand(dialogues, options);
  const questions = isAsText(options) ? await evaluateQuestions(dialogues) : null;
  if (options.verbose) printDetails(results, questions?.asked ?? []);
  const report = reportOf(results, questions?.shares ?? null);
  process.stdout.write(`${options.json ? JSON.stringify(report, null, 2) : formatReport(report)}\n`);
}

function isAsText({ spoken, 'one-voice': oneVoice }: Options): boolean {
  return !spoken && !oneVoice;
}

function printDetails(results: readonly DialogueResult[], asked: readonly AskedQuestion[]): void {
  process.stderr.write(`${[...results.map(formatDetails), ...asked.map(formatQuestion)].join('\n')}\n\n`);
}

async function understand(
  dialogues: readonly Dialogue[],
  { spoken, 'one-voice': oneVoice, names }: Options,
): Promise<DialogueResult[]> {
  if (spoken) return understandSpoken(dialogues);
  return understandDialogues(dialogues, oneVoice ? asOneVoice : asText(names));
}

function isSpeechMissing(): boolean {
  const missing = missingSpeechPrograms();
  if (missing.length > 0)
    process.stderr.write(`!! SKIPPED: speaking dialogues needs the system programs ${missing.join(', ')}.\n`);
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
  if (options && existsSync(options.folder)) await main(options);
  else {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
  }
}
