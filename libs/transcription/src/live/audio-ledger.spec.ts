import { describe, expect, it } from 'vitest';
import { NO_FATE, totalMs } from './audio-fate.js';
import { AudioLedger } from './audio-ledger.js';

const SOME = { silentMs: 3_500, transcribedMs: 2_000, keptMs: 0, failed: { empty_unexpected: 500 } };

describe('audio ledger', () => {
  it('splits what came in into silent, transcribed, failed and pending, to the last millisecond', () => {
    const ledger = new AudioLedger();
    ledger.received(10_000);
    ledger.add(SOME);
    const snapshot = ledger.snapshot();
    expect(snapshot).toEqual({ ...SOME, receivedMs: 10_000, pendingMs: 4_000 });
    expect(totalMs(snapshot) + snapshot.pendingMs).toBe(snapshot.receivedMs);
    expect(ledger.imbalances()).toEqual([]);
  });

  it('gives out each increment once, and corrections as negative ones', () => {
    const ledger = new AudioLedger();
    ledger.received(10_000);
    ledger.add(SOME);
    expect(ledger.take()).toEqual(SOME);
    const found = { ...NO_FATE, transcribedMs: 500, failed: { empty_unexpected: -500 } };
    ledger.add(found);
    expect(ledger.take()).toEqual(found);
    expect(ledger.take()).toEqual(NO_FATE);
    expect(ledger.snapshot()).toMatchObject({ transcribedMs: 2_500, failed: { empty_unexpected: 0 } });
  });

  it.each([
    ['handled_more_than_received', 1_000, { silentMs: 2_000 }],
    ['speech_more_than_handled', 1_000, { silentMs: -100, transcribedMs: 600 }],
    ['less_than_nothing_transcribed', 1_000, { transcribedMs: -600 }],
    ['found_more_than_failed', 1_000, { transcribedMs: 600, failed: { timeout: -600 } }],
  ] as const)('names %s', (rule, received, fate) => {
    const ledger = new AudioLedger();
    ledger.received(received);
    ledger.add({ ...NO_FATE, ...fate });
    expect(ledger.imbalances()).toEqual([rule]);
  });
});
