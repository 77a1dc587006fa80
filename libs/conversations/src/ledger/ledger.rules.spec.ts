import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFates, NO_FATE, type AudioFate } from '#libs/transcription';
import {
  recordingShapeOf,
  type CaptureSpan,
  type RecordingSession,
  type SpanState,
} from '../store/recording-session.js';
import { fatelessMs, ledgerEntry, type LedgerEntry } from './ledger.rules.js';
import { LedgerSum } from './ledger-totals.js';

const RECORDING: RecordingSession = {
  id: 'recording',
  source: 'omi',
  client_device_id: null,
  client_platform: null,
  codec: 'opus',
  sample_rate: 16_000,
  language: 'en',
  timeout_seconds: 120,
  started_at: new Date(0),
  updated_at: new Date(0),
  spans: [],
  conversation_ids: [],
  handled_ms: 0,
  fate: NO_FATE,
  state: 'open',
};
const span = (from_ms: number, to_ms: number | null, state: SpanState = 'kept'): CaptureSpan => ({
  conversation_id: 'talk',
  from_ms,
  to_ms,
  state,
  origin: null,
});
const log = (positionMs: number, lostFrames = 0) => ({ positionMs, lostFrames });

const recognized = ({ recognition: { failed, ...heard } }: LedgerEntry) =>
  [...Object.values(heard), ...Object.values(failed)].reduce((sum, ms) => sum + ms, 0);
const stored = ({ storage }: LedgerEntry) =>
  Object.values(storage).reduce((sum: number, ms: number) => sum + ms, 0);

describe('the account of a recording', () => {
  it('says of each second what became of its words and where its sound is', () => {
    const fate = { silentMs: 4_000, transcribedMs: 5_000, keptMs: 0, failed: { empty_unexpected: 1_000 } };
    const spans = [span(500, 3_000, 'stored'), span(3_000, 6_000, 'erased'), span(7_000, null)];
    const entry = ledgerEntry({ ...RECORDING, handled_ms: 10_000, fate, spans }, log(12_000, 3));
    expect(entry).toEqual({
      receivedMs: 12_000,
      recognition: {
        pending: 2_000,
        silent: 4_000,
        transcribed: 5_000,
        client_transcribed: 0,
        not_recognized: 0,
        uncounted: 0,
        failed: { empty_unexpected: 1_000 },
      },
      storage: {
        in_log: 6_500,
        stored: 2_500,
        silent: 0,
        duplicate: 0,
        discarded: 3_000,
        expired: 0,
        lost: 0,
      },
      lostFrames: 3,
      findings: [],
    });
  });

  it('says what nobody will listen to any more', () => {
    const spans = [span(0, 8_000, 'stored'), span(8_000, 12_000, 'lost')];
    const { recognition, storage } = ledgerEntry({ ...RECORDING, state: 'closed', spans }, null);
    expect(recognition).toMatchObject({ pending: 0, not_recognized: 12_000 });
    expect(storage).toMatchObject({ stored: 8_000, lost: 4_000 });
  });

  it('counts what lay between conversations as let go once the log is', () => {
    const fate = { ...NO_FATE, silentMs: 10_000 };
    const session = { ...RECORDING, handled_ms: 10_000, fate, spans: [span(4_000, 6_000, 'stored')] };
    expect(ledgerEntry(session, log(10_000)).storage).toMatchObject({ in_log: 8_000, silent: 0 });
    expect(ledgerEntry({ ...session, state: 'released' }, null).storage).toMatchObject({
      in_log: 0,
      silent: 8_000,
    });
  });

  it('owns up to what earlier versions did not count', () => {
    const old: RecordingSession = { ...RECORDING, handled_ms: 7_000 };
    delete old.fate;
    const session = recordingShapeOf(old);
    expect(ledgerEntry(session, null)).toMatchObject({ recognition: { uncounted: 7_000 }, findings: [] });
  });

  it.each([
    ['handled_without_fate', { handled_ms: 5_000 }],
    ['fate_without_sound', { handled_ms: 1_000, fate: { ...NO_FATE, silentMs: 3_000 } }],
    ['less_than_nothing', { fate: { ...NO_FATE, silentMs: 3_000, transcribedMs: -3_000 } }],
    ['spans_overlap', { spans: [span(0, 5_000, 'stored'), span(4_000, 9_000)] }],
    ['kept_without_log', { state: 'released', spans: [span(0, 5_000)] }],
  ] as const)('finds %s', (finding, fields) => {
    const session = { ...RECORDING, ...fields } as RecordingSession;
    expect(ledgerEntry(session, null).findings).toEqual([finding]);
  });

  it('adds up on both sides to what was received, whatever has happened to the recording', () => {
    const amount = fc.integer({ min: 0, max: 60_000 });
    const fates = fc.array(
      fc.record({ silentMs: amount, transcribedMs: amount, keptMs: amount, missedMs: amount }),
      { maxLength: 20 },
    );
    const cuts = fc.array(
      fc.tuple(
        amount,
        amount,
        fc.constantFrom<SpanState>('kept', 'stored', 'silent', 'erased', 'expired', 'lost'),
      ),
      { maxLength: 10 },
    );
    const sum = new LedgerSum();
    const all: LedgerEntry[] = [];
    fc.assert(
      fc.property(
        fates,
        cuts,
        amount,
        fc.constantFrom('open', 'closed', 'released'),
        (told, stretches, moreMs, state) => {
          let fate: AudioFate = NO_FATE;
          for (const { missedMs, ...rest } of told) {
            fate = addFates(fate, { ...rest, failed: { empty_unexpected: missedMs } });
          }
          const handled_ms = told.reduce(
            (ms, one) => ms + one.silentMs + one.transcribedMs + one.keptMs + one.missedMs,
            0,
          );
          let atMs = 0;
          const spans = stretches.map(([gapMs, lengthMs, spanState]) => {
            const fromMs = atMs + gapMs;
            atMs = fromMs + lengthMs;
            return span(fromMs, atMs, spanState);
          });
          const session = { ...RECORDING, handled_ms, fate, spans, state };
          const entry = ledgerEntry(session, state === 'released' ? null : log(handled_ms + moreMs));
          expect(fatelessMs(session)).toBe(0);
          expect(recognized(entry)).toBeCloseTo(entry.receivedMs, 3);
          expect(stored(entry)).toBeCloseTo(entry.receivedMs, 3);
          all.push(entry);
          sum.add(entry);
        },
      ),
    );
    const totals = { ...sum.totals, findings: [] };
    expect(totals.recordings).toBe(all.length);
    expect(recognized(totals)).toBeCloseTo(totals.receivedMs, 0);
    expect(stored(totals)).toBeCloseTo(totals.receivedMs, 0);
  });
});
