import { describe, expect, it } from 'vitest';
import { VoiceSwitch } from './voice-switch.js';

/** What the switch makes of probabilities, `-` and `v` for each. */
function decisions(...probabilities: number[]): string {
  const voice = new VoiceSwitch();
  return probabilities.map((probability) => (voice.next(probability) ? 'v' : '-')).join('');
}

describe('VoiceSwitch', () => {
  it('hears a voice from the second frame in a row that sounds like one', () => {
    expect(decisions(0.1, 0.9, 0.9, 0.9)).toBe('--vv');
    expect(decisions(0.9, 0.1, 0.9, 0.1)).toBe('----');
  });

  it('hears none any more from the second frame that sounds like none', () => {
    expect(decisions(0.9, 0.9, 0.1, 0.1, 0.1)).toBe('-vv--');
    expect(decisions(0.9, 0.9, 0.1, 0.9, 0.1, 0.9)).toBe('-vvvvv');
  });

  it('stays as it is between the thresholds, and forgets no doubt there', () => {
    expect(decisions(0.3, 0.3, 0.3)).toBe('---');
    expect(decisions(0.9, 0.9, 0.3, 0.3, 0.3)).toBe('-vvvv');
    expect(decisions(0.9, 0.9, 0.1, 0.3, 0.1, 0.1)).toBe('-vvv--');
  });

  it('begins anew after a voice', () => {
    expect(decisions(0.9, 0.9, 0.1, 0.1, 0.9, 0.1, 0.9, 0.9)).toBe('-vv----v');
  });
});
