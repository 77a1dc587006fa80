import { describe, expect, it } from 'vitest';
import { AudioLedger } from './audio-ledger.js';

describe('audio ledger', () => {
  it('splits what came in into silent, transcribed, failed and pending, to the last millisecond', () => {
    const ledger = new AudioLedger();
    ledger.received(10_000);
    ledger.handled(6_000, 2_500);
    ledger.transcribed(2_000);
    const { receivedMs, silentMs, speechMs, transcribedMs, failedMs, pendingMs } = ledger.snapshot();
    expect(silentMs + transcribedMs + failedMs + pendingMs).toBe(receivedMs);
    expect([silentMs, speechMs, failedMs, pendingMs]).toEqual([3_500, 2_500, 500, 4_000]);
    expect(ledger.imbalances()).toEqual([]);
  });

  it.each([
    ['handled_more_than_received', 1_000, 2_000, 0, 0],
    ['speech_more_than_handled', 1_000, 500, 600, 600],
    ['transcribed_more_than_speech', 1_000, 1_000, 500, 600],
  ] as const)('names %s', (rule, received, handled, speech, transcribed) => {
    const ledger = new AudioLedger();
    ledger.received(received);
    ledger.handled(handled, speech);
    ledger.transcribed(transcribed);
    expect(ledger.imbalances()).toEqual([rule]);
  });
});
