import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfflineRecording, OfflineSpan } from '../offline/offline-recording.js';
import { importEntry } from './import-ledger.rules.js';
import type { LedgerEntry } from './ledger.rules.js';

const RECORDING: OfflineRecording = {
  id: 'digest',
  state: 'done',
  name: 'walk.bin',
  container: 'packets',
  codec: 'opus',
  sample_rate: 16_000,
  size_bytes: 1_000,
  source: 'omi',
  language: null,
  recorded_at: new Date(0),
  is_end_known: false,
  shift_ms: 0,
  target_conversation_id: null,
  duration_ms: 60_000,
  spans: [],
  conversation_ids: [],
  failures: 0,
  failure_code: null,
  created_at: new Date(0),
  updated_at: new Date(0),
};

const span = (from_ms: number, to_ms: number, given: Partial<OfflineSpan> = {}): OfflineSpan => ({
  from_ms,
  to_ms,
  speech: [from_ms, to_ms],
  state: 'stored',
  conversation_id: 'talk',
  is_new: true,
  owes_sound: false,
  wordless_tries: 0,
  failure_code: null,
  ...given,
});

const heardMs = ({ recognition: { failed, ...heard } }: LedgerEntry) =>
  [...Object.values(heard), ...Object.values(failed)].reduce((sum, ms) => sum + ms, 0);
const keptMs = ({ storage }: LedgerEntry) =>
  Object.values(storage).reduce((sum: number, ms: number) => sum + ms, 0);

describe('the account of a recording that came as a file', () => {
  it('says of each second what became of its words and where its sound is', () => {
    const spans = [
      span(1_000, 11_000, { speech: [1_000, 4_000, 6_000, 11_000] }),
      span(15_000, 20_000, { state: 'known' }),
      span(30_000, 34_000, { conversation_id: '' }),
    ];
    const entry = importEntry({ ...RECORDING, spans });
    expect(entry.recognition).toMatchObject({ transcribed: 17_000, silent: 43_000, failed: {} });
    expect(entry.storage).toMatchObject({
      stored: 10_000,
      duplicate: 5_000,
      discarded: 4_000,
      silent: 41_000,
    });
  });

  it('keeps the whole file while words of it wait or failed, and says why they did', () => {
    const spans = [
      span(0, 5_000, { state: 'waiting', conversation_id: '' }),
      span(9_000, 10_000, { state: 'failed', conversation_id: '', failure_code: 'empty_unexpected' }),
      span(11_000, 13_000, { state: 'failed', conversation_id: '', failure_code: 'SPEECH_DOWN' }),
    ];
    const entry = importEntry({ ...RECORDING, state: 'waiting', spans });
    expect(entry.recognition).toMatchObject({
      pending: 5_000,
      failed: { empty_unexpected: 1_000, upstream_error: 2_000 },
    });
    expect(entry.storage).toMatchObject({ stored: 60_000 });
  });

  it('counts as waiting what nobody has listened to, and as nothing what nobody could decode', () => {
    expect(importEntry({ ...RECORDING, state: 'waiting', spans: null }).recognition.pending).toBe(60_000);
    const undecodable = { ...RECORDING, state: 'failed', duration_ms: null, spans: null } as const;
    expect(importEntry(undecodable).receivedMs).toBe(0);
  });

  it('adds up to what was received on both sides, whatever became of it', () => {
    const anySpan = fc.record({
      state: fc.constantFrom('waiting', 'stored', 'known', 'failed'),
      conversation_id: fc.constantFrom('', 'talk'),
      failure_code: fc.constantFrom(null, 'timeout', 'AUDIO_UNREADABLE'),
    });
    fc.assert(
      fc.property(
        fc.array(anySpan, { maxLength: 10 }),
        fc.constantFrom('waiting', 'done', 'failed'),
        (given, state) => {
          const spans = given.map((fields, at) => span(at * 5_000, at * 5_000 + 3_000, fields));
          const entry = importEntry({ ...RECORDING, state, spans });
          expect(heardMs(entry)).toBeCloseTo(60_000);
          expect(keptMs(entry)).toBeCloseTo(60_000);
        },
      ),
    );
  });
});
