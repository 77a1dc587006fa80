import { describe, expect, it } from 'vitest';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { decideConnect } from './connect.rules.js';

const NOW = Date.UTC(2026, 2, 5, 16, 0, 0);
const pendant = { source: 'omi', clientDeviceId: 'pendant', nowMs: NOW } as const;

function conversation(
  id: string,
  silentForMs: number,
  fields: Partial<ConversationRow> = {},
): ConversationRow {
  const finishedAt = new Date(NOW - silentForMs);
  const row = newConversationRow(
    {
      id,
      source: 'omi',
      language: 'en',
      timeoutSeconds: 120,
      clientDeviceId: 'pendant',
      clientPlatform: null,
    },
    finishedAt,
  );
  return { ...row, ...fields };
}

describe('deciding what a connection goes on with', () => {
  it('begins anew when nothing is open', () => {
    expect(decideConnect([], pendant)).toEqual({ resume: null, timedOut: [] });
  });

  it('goes on until the silence has lasted exactly as long as it may', () => {
    const open = conversation('c', 119_999);
    expect(decideConnect([open], pendant).resume).toBe(open);
    const over = conversation('c', 120_000);
    expect(decideConnect([over], pendant)).toEqual({ resume: null, timedOut: [over] });
  });

  it('takes the conversation in which something was said last, and ends those that were silent for too long', () => {
    const rows = [conversation('old', 300_000), conversation('newest', 5_000), conversation('newer', 60_000)];
    const { resume, timedOut } = decideConnect(rows, pendant);
    expect(resume!.id).toBe('newest');
    expect(timedOut.map(({ id }) => id)).toEqual(['old']);
  });

  it.each([
    ['of another source', { source: 'phone' }],
    ['of another device', { client_device_id: 'other' }],
    ['of a device without an id', { client_device_id: null }],
    ['that is discarded', { discarded: true }],
    ['that is locked', { is_locked: true }],
    ['that is processed already', { status: 'processing' }],
  ] satisfies [string, Partial<ConversationRow>][])('leaves a conversation %s alone', (_, fields) => {
    const rows = [conversation('fresh', 0, fields), conversation('old', 300_000, fields)];
    expect(decideConnect(rows, pendant)).toEqual({ resume: null, timedOut: [] });
  });

  it('takes devices without an id for one another', () => {
    const open = conversation('c', 0, { client_device_id: null });
    expect(decideConnect([open], { ...pendant, clientDeviceId: null }).resume).toBe(open);
  });
});
