import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '#libs/storage';
import { checkLedger } from './ledger-checks.js';

const RECORDING = {
  id: 'one',
  state: 'released',
  handled_ms: 7_200_000,
  fate: { silentMs: 3_600_000, transcribedMs: 3_600_000, keptMs: 0, failed: {} },
  spans: [{ conversation_id: 'talk', from_ms: 0, to_ms: 7_200_000, state: 'stored', origin: null }],
};

let dataDir: string;
let storage: EmbeddedStorage;
const record = (id: string, fields: object = {}) =>
  storage.documents.write([
    { kind: 'set', path: `users/ada/recording_sessions/${id}`, data: { ...RECORDING, id, ...fields } },
  ]);

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mneme-ledger-'));
  storage = await EmbeddedStorage.open({
    dataDir,
    indexes: [],
    clock: new ManualClock(),
    log: new SilentLog(),
  });
});
afterEach(async () => {
  await storage.close();
  await rm(dataDir, { recursive: true });
});

it('says what became of every hour', async () => {
  await record('one');
  const [finding, ...others] = await checkLedger(dataDir);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ check: 'ledger', level: 'ok' });
  expect(finding!.message).toContain('1 recording, 2.0 h received; words: 1.0 h transcribed, 1.0 h silent');
});

it('says what was lost, and what does not add up', async () => {
  await record('one', { lost_frames: 12 });
  await record('two', { spans: [{ ...RECORDING.spans[0], state: 'lost' }] });
  await record('three', { handled_ms: 9_000_000 });
  const findings = await checkLedger(dataDir);
  expect(findings.map(({ level, message }) => [level, message]).slice(1)).toEqual([
    ['warning', '2.0 h of sound lost with a capture log before it was stored'],
    ['warning', '12 frames skipped by devices, which never came'],
    ['problem', '1 recording not accounted for (handled_without_fate)'],
  ]);
});
