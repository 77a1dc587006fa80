import { listenBench } from './listen.bench.js';
import { captureBench } from './listen/capture.bench.js';
import { codecsBench } from './listen/codecs.bench.js';
import { voicesBench } from './listen/voices.bench.js';
import { liveBench } from './live.bench.js';
import { memoriesBench } from './memories.bench.js';
import { pipelineBench } from './pipeline.bench.js';
import { pipelineCrashesBench } from './pipeline-crashes.bench.js';
import { playerBench } from './player.bench.js';
import { conversationSearchBench } from './search.bench.js';
import { storageBench } from './storage.bench.js';
import { survivalBench } from './survival.bench.js';

/** `npm run bench -- NAME`: each prints tables and compares with a baseline of the same run where there is one. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  listen: listenBench,
  capture: captureBench,
  codecs: codecsBench,
  live: liveBench,
  memories: memoriesBench,
  pipeline: pipelineBench,
  'pipeline-crashes': pipelineCrashesBench,
  player: playerBench,
  queue: () => import('./queue.bench.js'),
  search: conversationSearchBench,
  storage: storageBench,
  survival: survivalBench,
  voices: voicesBench,
  'survival-jobs': () => import('./survival-jobs.bench.js'),
};

const name = process.argv[2] ?? 'live';
const bench = BENCHES[name];
if (bench) await bench();
else process.stderr.write(`bench: there is no '${name}'; there are: ${Object.keys(BENCHES).join(', ')}\n`);
process.exitCode = bench ? 0 : 1;
