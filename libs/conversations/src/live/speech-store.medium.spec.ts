import { inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SealedStorage } from '#libs/storage';
import { NO_FATE, WallTimeline } from '#libs/transcription';
import { ConversationsRuntime } from '../conversations-runtime.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import { ConversationsBench } from '../testing/index.js';
import { RecordingOpener } from './recording-opener.js';
import { SpeechStore } from './speech-store.js';

const PARAMS = {
  codec: 'opus',
  sampleRate: 16_000,
  language: 'en',
  source: 'omi',
  timeoutSeconds: 120,
  sessionId: null,
  deviceId: 'pendant',
  platform: null,
  clientConversationId: null,
  channels: [],
  callId: null,
  customStt: false,
  speakerAutoAssign: false,
  createSpeakers: true,
  voiceGate: null,
} as const;

describe('storing speech', () => {
  let bench: ConversationsBench;
  let conversationId: string;
  let sessionId: string;

  beforeEach(async () => {
    bench = await ConversationsBench.start();
    // A recording without a live session behind it would be taken up as a dead process's.
    await bench.settled(bench.get(ConversationsRuntime).idle());
    const opened = await bench.get(RecordingOpener).begin('ada', PARAMS);
    conversationId = opened.row.id;
    sessionId = opened.sessions[0]!.id;
  });
  afterEach(() => bench.stop());

  const utterance = (number: number, everyMs = 10_000) => ({
    id: `utterance-${number}`,
    text: `Sentence number ${number}.`,
    startMs: bench.clock.nowMs() + number * everyMs,
    endMs: bench.clock.nowMs() + number * everyMs + 2_000,
    positionStartMs: number * everyMs,
    positionEndMs: number * everyMs + 2_000,
    speaker: 0,
    provider: 'scripted',
  });
  const heard = (number: number) => ({
    utterance: utterance(number),
    timeline: new WallTimeline([{ positionMs: 0, wallMs: bench.clock.nowMs() }]),
    fate: NO_FATE,
  });
  const append = (number: number) => bench.get(SpeechStore).append('ada', sessionId, heard(number));
  const find = () => bench.get(ConversationRepository).find('ada', conversationId);

  it('stores an utterance once, however often it is told', async () => {
    expect(await append(0)).toMatchObject({ isNewConversation: false });
    expect(await append(0)).toBeNull();
    expect((await find())!.transcript_segments).toHaveLength(1);
    const session = await bench.get(RecordingSessionRepository).find('ada', sessionId);
    expect(session!.handled_ms).toBe(2_000);
  });

  it('stores both of two utterances that are told at the same time', async () => {
    const second = await bench.get(RecordingOpener).begin('ada', PARAMS);
    const { utterance: spoken, ...rest } = heard(1);
    const other = { utterance: { ...spoken, id: 'other', text: 'From the other recording.' }, ...rest };
    await bench.settled(
      Promise.all([append(0), bench.get(SpeechStore).append('ada', second.sessions[0]!.id, other)]),
    );
    expect((await find())!.transcript_segments).toHaveLength(2);
  });

  it('refuses a recording of another owner', async () => {
    const stranger = bench.get(SpeechStore).append('eve', sessionId, heard(0));
    await expect(stranger).rejects.toMatchObject({ code: 'SESSION_MISSING' });
    expect((await find())!.transcript_segments).toEqual([]);
  });

  it('keeps every segment of a long talk in order, in a row that stays small', async () => {
    for (let number = 0; number < 420; number += 1) await append(number);
    const conversation = (await find())!;
    expect(conversation.transcript_segments.map(({ text }) => text)).toEqual(
      Array.from({ length: 420 }, (_, number) => `Sentence number ${number}.`),
    );
    expect(conversation).not.toHaveProperty('transcript_pages');
    const row = (await bench.get(ConversationRepository).findRow('ada', conversationId))!;
    expect(row.transcript_segments.length).toBeLessThan(150);
    const [listed] = await bench.get(ConversationRepository).list('ada', { limit: 1, offset: 0 });
    expect(listed).toEqual(conversation);
  });

  it('brings a long talk together in its row when it is over, as other readers of the database expect it', async () => {
    for (let number = 0; number < 320; number += 1) await append(number);
    const conversations = bench.get(ConversationRepository);
    const before = (await find())!;
    const staleRow = (await conversations.findRow('ada', conversationId))!;
    expect(staleRow.transcript_pages).toBeGreaterThan(0);
    await conversations.finish('ada', conversationId, () => ({ status: 'completed' }));
    expect(await find()).toEqual({ ...before, status: 'completed' });
    const stored = (await bench
      .get(SealedStorage)
      .raw.documents.get<Record<string, unknown>>(`users/ada/conversations/${conversationId}`))!.data;
    expect(stored).toMatchObject({ transcript_segments_compressed: true, transcript_pages: 0 });
    const json = inflateSync(stored['transcript_segments'] as Uint8Array).toString();
    expect(JSON.parse(json)).toEqual(before.transcript_segments);
    // Whoever read the row before that finds the pages gone, and looks again.
    expect((await conversations.complete('ada', staleRow)).transcript_segments).toHaveLength(320);
  });
});
