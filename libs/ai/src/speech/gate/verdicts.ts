import type { VoiceStream, VoiceStreamEvents } from '../voice-stream.js';

/** What a gate needs of a voice stream. */
export type Verdicts = Pick<VoiceStream, 'push' | 'settle' | 'finish' | 'end' | 'untold'>;

/** Where a gate gets it from. */
export interface VoiceSource {
  warmUp(): Promise<void>;
  open(events: VoiceStreamEvents): Promise<Verdicts>;
}
