import { parentPort, workerData } from 'node:worker_threads';
import { loadSherpa } from './sherpa.js';
import type { ReadyReply, StopRequest } from './stream-thread.js';
import { SileroDetectors } from './voice-detector.js';
import { VoiceEngine } from './voice-engine.js';
import type { VoiceReply, VoiceRequest, VoiceThreadData } from './voice-protocol.js';

const { detector } = workerData as VoiceThreadData;
const port = parentPort!;
const reply = (message: VoiceReply | ReadyReply) => port.postMessage(message);

const detectors = new SileroDetectors(loadSherpa(), detector);
// The first frame of speech must not wait for a detector to load.
detectors.giveBack(detectors.lease());
const engine = new VoiceEngine(detectors, reply);

port.on('message', (request: VoiceRequest | StopRequest) => {
  if (request.type === 'stop') port.close();
  else engine.handle(request);
});
reply({ type: 'ready' });
