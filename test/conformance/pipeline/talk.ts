import { expect, vi } from 'vitest';
import type { ActionItem, Conversation, Memory } from '#libs/contracts';
import { SOON, type Owner } from '../world.js';

const WORDS_PER_SECOND = 2.5;
const LATER = { ...SOON, timeout: 60_000 };

/** What somebody says; the owner, unless a speaker is named. */
export type Line = string | { readonly speaker: number; readonly text: string };

export const json = (method: string, body: unknown): RequestInit => ({ method, body: JSON.stringify(body) });

export interface TalkOptions {
  /** Now when absent. */
  readonly startedAt?: Date;
  readonly language?: string;
}

/** A conversation of these lines, processed to the last thing that follows from it. */
export async function talked(
  owner: Owner,
  lines: readonly Line[],
  options: TalkOptions = {},
): Promise<Conversation> {
  const created = await owner.json<{ id: string }>(
    '/v1/dev/user/conversations/from-segments',
    json('POST', {
      transcript_segments: segmentsOf(lines),
      started_at: (options.startedAt ?? new Date()).toISOString(),
      language: options.language ?? 'en',
      source: 'omi',
    }),
  );
  await settled(owner, created.id);
  return owner.conversation(created.id);
}

/** Resolves when nothing more will come of a conversation by itself. */
export async function settled(owner: Owner, id: string): Promise<void> {
  await vi.waitFor(async () => {
    const state = await owner.json<{ terminal: boolean }>(`/v1/conversations/${id}/finalization`);
    expect(state.terminal).toBe(true);
  }, LATER);
}

/** @param appId the app that is to write the summary; left out: none in particular */
export async function reprocessed(owner: Owner, id: string, appId?: string): Promise<Conversation> {
  const query = appId === undefined ? '' : `?app_id=${appId}`;
  await owner.json(`/v1/conversations/${id}/reprocess${query}`, { method: 'POST' });
  await settled(owner, id);
  return owner.conversation(id);
}

export type Task = ActionItem & { id: string };

export async function tasksOf(owner: Owner, conversationId?: string): Promise<Task[]> {
  const filter = conversationId === undefined ? '' : `?conversation_id=${conversationId}`;
  return (await owner.json<{ action_items: Task[] }>(`/v1/action-items${filter}`)).action_items;
}

export function memoriesOf(owner: Owner): Promise<Memory[]> {
  return owner.json('/v3/memories');
}

export interface Found {
  readonly items: readonly Conversation[];
  readonly current_page: number;
  readonly per_page: number;
  readonly total_pages: number;
}

export function found(owner: Owner, query: string, more: object = {}): Promise<Found> {
  return owner.json('/v1/conversations/search', json('POST', { query, ...more }));
}

/** As it is taken up: search may lag behind the answer of a route for a moment. */
export function soon<T>(look: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(look, SOON);
}

function segmentsOf(lines: readonly Line[]): object[] {
  let clock = 0;
  return lines.map((line) => {
    const { speaker, text } = typeof line === 'string' ? { speaker: 0, text: line } : line;
    const start = clock;
    clock += text.split(' ').length / WORDS_PER_SECOND;
    const label = `SPEAKER_${String(speaker).padStart(2, '0')}`;
    return { text, speaker: label, is_user: speaker === 0, start, end: clock };
  });
}

/** Of no consequence to anybody. */
export const FILLER: readonly Line[] = ['Okay.', { speaker: 1, text: 'Yeah.' }, 'Hmm, okay.'];

/** With a task, an appointment and two lasting facts. */
export const FULL: readonly Line[] = [
  { speaker: 1, text: 'Hello, it is good to see you again after such a long time.' },
  'I live in Leeds now, not far from the old market hall.',
  { speaker: 1, text: 'How lovely. And what are you up to for the rest of the week?' },
  'I have an appointment with the dentist on Friday at three in the afternoon.',
  'I am allergic to peanuts, so I am glad that we went to the Italian place.',
  'I have to call the plumber tomorrow, because the kitchen is under water.',
];
