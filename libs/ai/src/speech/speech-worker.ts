import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { Moonshine } from './moonshine.js';
import { loadSherpa } from './sherpa.js';
import { SileroDetectors } from './silero/silero-detectors.js';
import { SpeechEngine } from './speech-engine.js';
import type { SpeechRequest, SpeechStreamReply, SpeechThreadData } from './speech-protocol.js';
import type { ReadyReply, StopRequest } from './stream-thread.js';
import { ensureTokenList } from './token-list.js';

const { recognizer: files, detector, parallel } = workerData as SpeechThreadData;
const port = parentPort!;
const reply = (message: SpeechStreamReply | ReadyReply) => port.postMessage(message);

await ensureTokenList(files.tokens);
const detectors = new SileroDetectors(readFileSync(detector));
const recognizer = await Moonshine.load(loadSherpa(), files);
// What the clock of the main thread is made of: a worker's code is loaded without the libs' aliases.
const clock = { monotonicMs: () => performance.now() };
const engine = new SpeechEngine({ recognizer, detectors }, { parallel, clock }, reply);

port.on('message', (request: SpeechRequest | StopRequest) => {
  // Closing the port, unlike killing the thread, lets a running decode end before its memory goes.
  if (request.type === 'stop') port.close();
  else engine.handle(request);
});
reply({ type: 'ready' });
