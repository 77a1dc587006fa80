import { parentPort, workerData } from 'node:worker_threads';
import { Moonshine } from './moonshine.js';
import { loadSherpa } from './sherpa.js';
import { SpeechEngine } from './speech-engine.js';
import type { SpeechRequest, SpeechStreamReply, SpeechThreadData } from './speech-protocol.js';
import type { ReadyReply, StopRequest } from './stream-thread.js';
import { ensureTokenList } from './token-list.js';
import { SileroDetectors } from './voice-detector.js';

const { recognizer: files, detector, parallel } = workerData as SpeechThreadData;
const port = parentPort!;
const reply = (message: SpeechStreamReply | ReadyReply) => port.postMessage(message);

await ensureTokenList(files.tokens);
const sherpa = loadSherpa();
const detectors = new SileroDetectors(sherpa, detector);
// The first frame of speech must not wait for a detector to load.
detectors.giveBack(detectors.lease());
const recognizer = await Moonshine.load(sherpa, files);
// What the clock of the main thread is made of: a worker's code is loaded without the libs' aliases.
const clock = { monotonicMs: () => performance.now() };
const engine = new SpeechEngine({ recognizer, detectors }, { parallel, clock }, reply);

port.on('message', (request: SpeechRequest | StopRequest) => {
  // Closing the port, unlike killing the thread, lets a running decode end before its memory goes.
  if (request.type === 'stop') port.close();
  else engine.handle(request);
});
reply({ type: 'ready' });
