import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ModelStore, SherpaSpeechToText, SPEECH_SAMPLE_RATE } from '#libs/ai';
import { orUsage } from './command-line.js';
import { LiveRecognition } from './live-recognition.js';
import { loadSpeechCorpus, type SpokenRecording } from './speech-corpus.js';
import { formatRows, reportRows, type RecordingResult } from './speech-report.js';
import { testDataFolder } from '../support/test-data.js';
import { rateOf, wordErrors } from './word-error-rate.js';

const USAGE = `usage: npm run eval:speech -- [DIR] [--live] [--model base|tiny] [--json] [--verbose]

Word error rate and speed of the speech recognizer on recordings with known text.
DIR holds references.json, {"path": {"text": "…", "reference": "how the text came about"}}, and the flac or wav files it names,
16 kHz. Without DIR: the folder audio in $MNEME_TEST_DATA, or in shared/data beside the checkout.
--live sends each recording as Opus over Socket.IO to a server of its own, as a device does, instead of decoding it directly.`;

interface Options {
  readonly folder: string;
  readonly model: 'base' | 'tiny';
  readonly live: boolean;
  readonly json: boolean;
  /** Shows what was heard wherever it differs from what was said. */
  readonly verbose: boolean;
}

function readOptions(args: string[]): Options | undefined {
  const read = orUsage(() =>
    parseArgs({
      args,
      allowPositionals: true,
      options: {
        model: { type: 'string', default: 'base' },
        live: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
      },
    }),
  );
  if (!read) return undefined;
  const { values, positionals } = read;
  const folder = positionals[0] ?? testDataFolder('audio');
  if (folder === undefined || positionals.length > 1) return undefined;
  if (values.model !== 'base' && values.model !== 'tiny') return undefined;
  return { folder, model: values.model, live: values.live, json: values.json, verbose: values.verbose };
}

/** Where recordings are sent and what comes back. */
interface Recognition {
  readonly name: string;
  recognize(samples: Int16Array): Promise<string>;
  stop(): Promise<void>;
}

async function directly(model: 'base' | 'tiny'): Promise<Recognition> {
  const downloadDir = await mkdtemp(join(tmpdir(), 'mneme-eval-'));
  const modelsDir = process.env.MNEME_MODELS_DIR ?? null;
  const speech = new SherpaSpeechToText({ model, store: new ModelStore({ modelsDir, downloadDir }) });
  await speech.warmUp();
  return {
    name: speech.name,
    async recognize(samples) {
      const utterances = await speech.transcribe(samples, { language: 'en' });
      return utterances.map((utterance) => utterance.text).join(' ');
    },
    async stop() {
      await speech.close();
      await rm(downloadDir, { recursive: true, force: true });
    },
  };
}

async function asADevice(model: 'base' | 'tiny'): Promise<Recognition> {
  const live = await LiveRecognition.start(model);
  return {
    name: `moonshine-${model} over Opus and Socket.IO`,
    recognize: (samples) => live.recognize(samples),
    stop: () => live.stop(),
  };
}

async function evaluateRecording(
  recognition: Recognition,
  recording: SpokenRecording,
): Promise<RecordingResult> {
  const { path, text, reference, samples } = recording;
  const startedMs = performance.now();
  const hypothesis = await recognition.recognize(samples);
  const computeMs = performance.now() - startedMs;
  const audioMs = (samples.length * 1000) / SPEECH_SAMPLE_RATE;
  return { path, reference, audioMs, computeMs, hypothesis, errors: wordErrors(text, hypothesis) };
}

async function main({ folder, model, live, json, verbose }: Options): Promise<void> {
  const recognition = await (live ? asADevice(model) : directly(model));
  try {
    const results: RecordingResult[] = [];
    for await (const recording of loadSpeechCorpus(folder)) {
      const result = await evaluateRecording(recognition, recording);
      results.push(result);
      if (verbose && rateOf(result.errors) > 0) {
        process.stderr.write(`${result.path}\n  said:  ${recording.text}\n  heard: ${result.hypothesis}\n`);
      }
    }
    const rows = reportRows(results);
    const report = { provider: recognition.name, rows, recordings: results };
    process.stdout.write(
      json ? `${JSON.stringify(report, null, 2)}\n` : `${recognition.name}\n${formatRows(rows)}\n`,
    );
  } finally {
    await recognition.stop();
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
