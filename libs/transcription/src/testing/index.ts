export { containerOf } from './device-recordings.js';
export { aacFrames, lc3Frames, opusFrames, pcm16Bytes, signalToNoise, tone } from './device-audio.js';
export { RememberingListener } from './remembering-listener.js';
