import { FRAME_SAMPLES } from './audio-frames.js';
import type { VoiceDetector, VoiceDetectors } from './voice-detector.js';
import type { VoiceReply, VoiceRequest } from './voice-protocol.js';

/** Everything that happens in the voice thread, but for the thread itself: a detector for each stream that has something to hear. */
export class VoiceEngine {
  private readonly listening = new Map<number, VoiceDetector>();

  constructor(
    private readonly detectors: VoiceDetectors,
    private readonly reply: (message: VoiceReply) => void,
  ) {}

  handle(request: VoiceRequest): void {
    if (request.type === 'rest') return void this.listening.delete(request.stream);
    const { stream, samples, warmUpFrames } = request;
    const detector = this.detectorOf(stream);
    const frames = samples.length / FRAME_SAMPLES;
    const voiced = new Uint8Array(frames - warmUpFrames);
    for (let frame = 0; frame < frames; frame += 1) {
      const heard = detector.hears(samples.subarray(frame * FRAME_SAMPLES, (frame + 1) * FRAME_SAMPLES));
      if (heard && frame >= warmUpFrames) voiced[frame - warmUpFrames] = 1;
    }
    this.reply({ stream, voiced });
  }

  private detectorOf(stream: number): VoiceDetector {
    const detector = this.listening.get(stream) ?? this.detectors.create();
    this.listening.set(stream, detector);
    return detector;
  }
}
