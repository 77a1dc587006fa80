import { FRAME_MS } from '../audio-frames.js';

/** Sent before the first voiced frame, so that the onset of the first word is whole. */
const PRE_ROLL_MS = 300;
/** Sent after the last voiced frame: soft endings, and pauses within what somebody says. */
const HANGOVER_MS = 4_000;
/** So much silence, and what was said is complete: its text is asked for. */
const FINALIZE_AFTER_MS = 300;

export const PRE_ROLL_FRAMES = Math.ceil(PRE_ROLL_MS / FRAME_MS);
const HANGOVER_FRAMES = Math.ceil(HANGOVER_MS / FRAME_MS);
const FINALIZE_AFTER_FRAMES = Math.ceil(FINALIZE_AFTER_MS / FRAME_MS);

/**
 * What to do with a frame. `withhold`: keep it for the case that speech follows. `open`: send what was kept, and it. `finalize`: send it, and
 * ask for the text so far. `close`: withhold it; what was sent is to be told.
 */
export type GateStep = 'withhold' | 'open' | 'send' | 'finalize' | 'close';

/**
 * Decides which frames reach a provider that is paid by the second: speech, a little before it and what follows within four seconds. Closed
 * at first. Source: specification of the listen protocol, §6.7.
 */
export class VoiceGate {
  private silentFrames = Infinity;

  next(voiced: boolean): GateStep {
    const wasOpen = this.isOpen;
    this.silentFrames = voiced ? 0 : this.silentFrames + 1;
    if (!wasOpen) return voiced ? 'open' : 'withhold';
    if (!this.isOpen) return 'close';
    return this.silentFrames === FINALIZE_AFTER_FRAMES ? 'finalize' : 'send';
  }

  get isOpen(): boolean {
    return this.silentFrames <= HANGOVER_FRAMES;
  }
}
