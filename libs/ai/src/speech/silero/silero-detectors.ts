import { FRAME_SAMPLES } from '../audio-frames.js';
import type { VoiceDetector, VoiceDetectors } from '../voice-detector.js';
import { MEMORY_SIZE, SileroNetwork, WINDOW_SAMPLES } from './silero-network.js';
import { VoiceSwitch } from './voice-switch.js';

/** Samples of the next frame that are needed to hear a frame. */
const AHEAD = WINDOW_SAMPLES - FRAME_SAMPLES;

/**
 * Hears one frame late: the network is given the 512 samples of the frame before, and the first 64 of the new one. That is how sherpa-onnx
 * gives them, with whose detector everything that makes utterances of decisions was tuned; on the first frame nothing is known.
 */
class SileroDetector implements VoiceDetector {
  private readonly window = new Int16Array(WINDOW_SAMPLES);
  private readonly memory = new Float32Array(MEMORY_SIZE);
  private readonly voice = new VoiceSwitch();
  private isFirst = true;

  constructor(private readonly network: SileroNetwork) {}

  hears(frame: Int16Array): boolean {
    const heard = !this.isFirst && this.hearsBefore(frame);
    this.isFirst = false;
    this.window.set(frame);
    return heard;
  }

  private hearsBefore(next: Int16Array): boolean {
    this.window.set(next.subarray(0, AHEAD), FRAME_SAMPLES);
    return this.voice.next(this.network.hear(this.window, this.memory));
  }
}

/** Detectors that share one network: each costs 2.3 KiB, and nothing once it is dropped. */
export class SileroDetectors implements VoiceDetectors {
  private readonly network: SileroNetwork;

  /** @param model the bytes of `silero_vad_v6.onnx` */
  constructor(model: Uint8Array) {
    this.network = new SileroNetwork(model);
  }

  create(): VoiceDetector {
    return new SileroDetector(this.network);
  }
}
