import { SPEECH_SAMPLE_RATE } from '../ports/speech-to-text.js';
import { VoiceActivity, type VoicedStretch } from '../ports/voice-activity.js';

const FRAME_SAMPLES = SPEECH_SAMPLE_RATE / 50;

/** Takes whatever is not digital silence for a voice, in frames of 20 ms. */
export class FakeVoiceActivity extends VoiceActivity {
  override async *listen(pieces: AsyncIterable<Int16Array>): AsyncGenerator<VoicedStretch> {
    const samples: number[] = [];
    for await (const piece of pieces) for (const sample of piece) samples.push(sample);
    let open = null as VoicedStretch | null;
    for (let at = 0; at < samples.length; at += FRAME_SAMPLES) {
      const startMs = (at * 1_000) / SPEECH_SAMPLE_RATE;
      if (samples.slice(at, at + FRAME_SAMPLES).some((sample) => sample !== 0)) {
        open = { startMs: open?.startMs ?? startMs, endMs: startMs + 20 };
      } else if (open) {
        yield open;
        open = null;
      }
    }
    if (open) yield open;
  }
}
