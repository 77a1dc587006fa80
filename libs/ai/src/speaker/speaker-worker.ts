import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { toFloatSamples } from '../speech/audio-frames.js';
import { loadSherpa } from '../speech/sherpa.js';
import { MoonshineVoice } from './moonshine-voice.js';
import type { SpeakerReply, SpeakerRequest, SpeakerThreadData } from './speaker-protocol.js';

type Embed = (sound: Float32Array) => Float32Array | null;

const port = parentPort!;
const reply = (message: SpeakerReply) => port.postMessage(message);
const embed = load(workerData as SpeakerThreadData);

port.on('message', (request: SpeakerRequest) => {
  if (request.type === 'stop') return port.close();
  try {
    reply({ type: 'embedded', id: request.id, vector: embed(toFloatSamples(request.samples)) });
  } catch {
    reply({ type: 'failed', id: request.id });
  }
});
reply({ type: 'ready' });

function load(data: SpeakerThreadData): Embed {
  if (data.kind === 'campplus') return campplus(data.extractor);
  const voice = new MoonshineVoice(readFileSync(data.encoder), readFileSync(data.projection));
  return (sound) => voice.embed(sound);
}

function campplus(model: string): Embed {
  const { SpeakerEmbeddingExtractor } = loadSherpa();
  const extractor = new SpeakerEmbeddingExtractor({ model, numThreads: 1, provider: 'cpu' });
  return (samples) => {
    const stream = extractor.createStream();
    stream.acceptWaveform({ sampleRate: SPEECH_SAMPLE_RATE, samples });
    stream.inputFinished();
    if (!extractor.isReady(stream)) return null;
    // A copy of our own: buffers of native memory cannot be sent to another thread.
    const vector = extractor.compute(stream, false);
    const length = Math.hypot(...vector);
    return length > 0 ? vector.map((value) => value / length) : null;
  };
}
