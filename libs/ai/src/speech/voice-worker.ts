import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { SileroDetectors } from './silero/silero-detectors.js';
import type { ReadyReply, StopRequest } from './stream-thread.js';
import { VoiceEngine } from './voice-engine.js';
import type { VoiceReply, VoiceRequest, VoiceThreadData } from './voice-protocol.js';

const { detector } = workerData as VoiceThreadData;
const port = parentPort!;
const reply = (message: VoiceReply | ReadyReply) => port.postMessage(message);

const engine = new VoiceEngine(new SileroDetectors(readFileSync(detector)), reply);

port.on('message', (request: VoiceRequest | StopRequest) => {
  if (request.type === 'stop') port.close();
  else engine.handle(request);
});
reply({ type: 'ready' });
