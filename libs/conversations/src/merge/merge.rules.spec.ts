import { describe, expect, it } from 'vitest';
import type { TranscriptSegment } from '#libs/contracts';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { decide } from '../speakers/speaker-labels.rules.js';
import { NO_LABELS } from '../speakers/speaker-label.js';
import { gapWarning, mergedRow, obstacleTo } from './merge.rules.js';

const NOON = Date.UTC(2026, 0, 1, 12);
const NOW = new Date(NOON + 86_400_000);

function segment(
  id: string,
  speaker: number,
  start: number,
  fields: Partial<TranscriptSegment> = {},
): TranscriptSegment {
  return {
    id,
    text: id,
    speaker: `SPEAKER_0${speaker}`,
    speaker_id: speaker,
    is_user: false,
    person_id: null,
    start,
    end: start + 2,
    translations: [],
    speech_profile_processed: true,
    stt_provider: null,
    ...fields,
  };
}

/** A conversation that begins some minutes after noon and takes one. */
function row(id: string, minute: number, fields: Partial<ConversationRow> = {}): ConversationRow {
  const origin = { source: 'omi', language: 'en', timeoutSeconds: 120 } as const;
  const started = new Date(NOON + minute * 60_000);
  return {
    ...newConversationRow({ id, ...origin, clientDeviceId: 'pendant', clientPlatform: 'ios' }, started),
    status: 'completed',
    finished_at: new Date(started.getTime() + 60_000),
    ...fields,
  };
}

const merged = (...sources: ConversationRow[]) => mergedRow('m', sources, NOW);
const voicesOf = ({ transcript_segments }: ConversationRow) =>
  transcript_segments.map(({ id, speaker }) => `${id} ${speaker}`);

describe('mergedRow', () => {
  it('keeps every moment, also where two devices heard the same time', () => {
    const a = row('a', 0, { transcript_segments: [segment('a1', 0, 0), segment('a2', 0, 50)] });
    const b = row('b', 0.5, { transcript_segments: [segment('b1', 0, 0)] });
    const whole = merged(a, b);
    expect(whole.transcript_segments.map(({ id, start, end }) => [id, start, end])).toEqual([
      ['a1', 0, 2],
      ['b1', 30, 32],
      ['a2', 50, 52],
    ]);
    expect(whole.finished_at).toEqual(b.finished_at);
  });

  it('gives voices of different conversations different numbers, unless they are known to be one person', () => {
    const owner = { is_user: true };
    const anna = { person_id: 'anna' };
    const a = row('a', 0, { transcript_segments: [segment('a1', 0, 0, owner), segment('a2', 1, 5)] });
    const b = row('b', 9, {
      transcript_segments: [segment('b1', 0, 0), segment('b2', 1, 5, owner), segment('b3', 2, 9, anna)],
    });
    const c = row('c', 20, { transcript_segments: [segment('c1', 7, 0, anna)] });
    expect(voicesOf(merged(a, b, c))).toEqual([
      'a1 SPEAKER_00',
      'a2 SPEAKER_01',
      'b1 SPEAKER_02',
      'b2 SPEAKER_00',
      'b3 SPEAKER_03',
      'c1 SPEAKER_03',
    ]);
  });

  it('tells no voices apart where nobody did', () => {
    const a = row('a', 0, { transcript_segments: [segment('a1', 0, 0)] });
    const b = row('b', 9, { transcript_segments: [segment('b1', 0, 0)] });
    expect(voicesOf(merged(a, b))).toEqual(['a1 SPEAKER_00', 'b1 SPEAKER_00']);
  });

  it('keeps what people decided on voices and words', () => {
    const label = { person_id: 'anna', source: 'manual' } as const;
    const a = row('a', 0, { transcript_segments: [segment('a1', 0, 0)] });
    const b = row('b', 9, {
      transcript_segments: [segment('b1', 0, 0, { person_id: 'anna' }), segment('b2', 1, 5)],
      speaker_labels: decide(decide(NO_LABELS, { speakerId: 0 }, label), { segmentIds: ['b2'] }, label),
      user_edits: { title: true, segment_ids: ['b2'] },
    });
    const whole = merged(a, b);
    expect(whole.speaker_labels).toMatchObject({ by_speaker: { '1': label }, by_segment: { b2: label } });
    expect(whole.user_edits).toEqual({ segment_ids: ['b2'] });
  });

  it('is as private as the most private, discarded only if all are, and of one device only if all are', () => {
    const a = row('a', 0, { visibility: 'public', discarded: true, starred: true });
    const b = row('b', 9, { visibility: 'shared', client_device_id: 'watch', language: 'de' });
    expect(merged(a, b)).toMatchObject({
      visibility: 'shared',
      discarded: false,
      starred: true,
      client_device_id: null,
      client_platform: 'ios',
      language: 'en',
    });
  });

  it('lies in the folder on which all agree that lie in one', () => {
    const folder = (...ids: (string | null)[]) =>
      merged(...ids.map((folder_id, index) => row(String(index), index, { folder_id }))).folder_id;
    expect([folder('x', null), folder('x', 'y'), folder(null, null)]).toEqual(['x', null, null]);
  });
});

describe('what may be merged', () => {
  it('is what is over and not locked', () => {
    expect(obstacleTo(row('a', 0))).toBeNull();
    expect(obstacleTo(row('a', 0, { is_locked: true }))).toBe('locked');
    for (const status of ['in_progress', 'processing', 'merging', 'failed'] as const) {
      expect(obstacleTo(row('a', 0, { status }))).toBe('busy');
    }
  });

  it('comes with a warning when more than an hour lies in between, whatever the order', () => {
    expect(gapWarning([row('b', 62), row('a', 0)])).not.toBeNull();
    expect(gapWarning([row('a', 0), row('b', 61)])).toBeNull();
    const long = row('a', 0, { finished_at: new Date(NOON + 120 * 60_000) });
    expect(gapWarning([long, row('b', 10), row('c', 125)])).toBeNull();
  });
});
