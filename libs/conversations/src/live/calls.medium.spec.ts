import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { ConversationsBench, TestDevice } from '../testing/index.js';
import { LiveBenches, stored } from '../testing/live-benches.js';
import { LiveRegistry } from './live-registry.js';

const MICROPHONE = { id: 1, speaker: 0, isUser: true };
const REMOTE = { id: 2, speaker: 1, isUser: false };
const CALL = {
  channels: [MICROPHONE, REMOTE],
  source: 'phone_call',
  callId: 'call-7',
  deviceId: 'phone',
  timeoutSeconds: 120,
} as const;
const ASKED = { text: 'Hello, is the garden open today?', startMs: 1_000, endMs: 3_000 };
const ANSWERED = { text: 'Yes, until seven in the evening.', startMs: 3_500, endMs: 6_000 };
const HEARD = [{ utterances: [ASKED] }, { utterances: [ANSWERED] }];

describe('calls', () => {
  let benches: LiveBenches;
  beforeEach(() => {
    benches = new LiveBenches();
  });
  afterEach(() => benches.stop());

  const call = (bench: ConversationsBench) => bench.device({ params: CALL }).connect();
  const spoken = (device: TestDevice) =>
    device.transcript.map(({ text, speaker, speaker_id, is_user }) => ({
      text,
      speaker,
      speaker_id,
      is_user,
    }));
  const BOTH = [
    { text: ASKED.text, speaker: 'SPEAKER_00', speaker_id: 0, is_user: true },
    { text: ANSWERED.text, speaker: 'SPEAKER_01', speaker_id: 1, is_user: false },
  ];

  it('hears each voice for itself and tells whose it is by the channel, in one conversation', async () => {
    const bench = await benches.start({ heard: HEARD });
    const device = await call(bench);
    await device.record(8_000, 1, 2);
    await bench.until(() => expect(spoken(device)).toEqual(BOTH));
    const conversation = await stored(bench, device.conversationId);
    expect(conversation.transcript_segments).toEqual(device.transcript);
    expect(conversation).toMatchObject({ source: 'phone_call', call_id: 'call-7', timeout_seconds: 14_400 });
    expect(device.transcript.map(({ start, end }) => [start, end])).toEqual([
      [1, 3],
      [3.5, 6],
    ]);
  });

  it('tells the client once what concerns the whole call', async () => {
    const bench = await benches.start({ heard: HEARD });
    const device = await call(bench);
    await device.record(8_000, 1, 2);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    expect(device.named('conversation_session')).toHaveLength(1);
    expect(device.named('session.ready')).toHaveLength(1);
    expect(device.named('service_status').filter(({ status }) => status === 'ready')).toHaveLength(1);
  });

  it('puts what was said first in front, whichever voice is recognized first', async () => {
    const long = {
      text: 'Let me tell you everything about it from the very beginning.',
      startMs: 1_000,
      endMs: 9_000,
    };
    const short = { text: 'Aha.', startMs: 4_000, endMs: 4_500 };
    const bench = await benches.start({ heard: [{ utterances: [long] }, { utterances: [short] }] });
    const device = await call(bench);
    await device.record(12_000, 1, 2);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    const { transcript_segments: segments } = await stored(bench, device.conversationId);
    expect(segments.map(({ text, start }) => [text, start])).toEqual([
      [long.text, 1],
      [short.text, 4],
    ]);
  });

  it('never gives one voice the end of a sentence of the other', async () => {
    const open = { text: 'We could meet in the old', startMs: 1_000, endMs: 3_000 };
    const short = { text: 'sure. Why not there.', startMs: 3_200, endMs: 5_000 };
    const bench = await benches.start({ heard: [{ utterances: [open] }, { utterances: [short] }] });
    const device = await call(bench);
    await device.record(8_000, 1, 2);
    await bench.until(() =>
      expect(device.transcript.map(({ text }) => text)).toEqual([open.text, short.text]),
    );
  });

  it('passes over frames of a channel that nobody announced, and counts each channel for itself', async () => {
    const bench = await benches.start({ heard: HEARD });
    const device = await call(bench);
    await device.record(1_000, 1);
    await device.record(2_000, 2);
    await device.record(1_000, 1, 2);
    expect(device.handle.durableSeq).toBe(20);
    const answer = await device.handle.push(5, [new Uint8Array(3_200)], 9);
    expect(answer).toEqual({ durable: 5, rejected: [{ seq: 5, code: 'CHANNEL_UNKNOWN' }] });
    const [first, second] = bench.get(LiveRegistry).ofOwner('ada');
    const repository = bench.get(RecordingSessionRepository);
    expect((await repository.find('ada', first!.sessionId))!.call!.voice.channel).toBe(1);
    expect((await repository.find('ada', second!.sessionId))!.call!.voice.channel).toBe(2);
  });

  it('ends at once, with its last words, when the connection is gone', async () => {
    const bench = await benches.start({ heard: [{ utterances: [{ ...ASKED, endMs: 9_000 }] }, HEARD[1]!] });
    const device = await call(bench);
    const id = device.conversationId;
    await device.record(8_000, 1, 2);
    const leftAtMs = bench.clock.nowMs();
    device.handle.detach();
    await bench.until(async () => expect((await stored(bench, id)).status).toBe('completed'));
    expect(bench.clock.nowMs() - leftAtMs).toBeLessThan(60_000);
    const { transcript_segments: segments } = await stored(bench, id);
    expect(segments.map(({ speaker_id }) => speaker_id).sort()).toEqual([0, 1]);
    expect(bench.get(LiveRegistry).owners().size).toBe(0);
  });

  it('keeps the sound of the voices apart', async () => {
    const bench = await benches.start({ heard: HEARD });
    const device = await call(bench);
    const id = device.conversationId;
    await device.record(8_000, 1, 2);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    device.handle.detach();
    await bench.until(async () => expect((await stored(bench, id)).audio_files).toHaveLength(2));
  });

  it('is a conversation of its own: nobody comes back to it, and it goes on with none', async () => {
    const bench = await benches.start({ heard: HEARD });
    const first = await call(bench);
    await first.record(8_000, 1, 2);
    const { sessionId, conversationId } = first.handle;
    const second = await bench.device({ params: { ...CALL, sessionId, deviceId: 'tablet' } }).connect();
    expect(second.handle.sessionId).not.toBe(sessionId);
    expect(second.conversationId).not.toBe(conversationId);
    const plain = await bench.device({ params: { source: 'phone_call', deviceId: 'phone' } }).connect();
    expect(plain.conversationId).not.toBe(conversationId);
  });

  it('goes on as one conversation when it is finalized in the middle', async () => {
    const later = (text: string, startMs: number) => ({ text, startMs, endMs: startMs + 2_000 });
    const bench = await benches.start({
      heard: [
        { utterances: [ASKED, later('And what does it cost?', 20_000)] },
        { utterances: [ANSWERED, later('Nothing at all.', 23_000)] },
      ],
    });
    const device = await call(bench);
    await device.record(8_000, 1, 2);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    const { conversation_id: firstId } = await device.handle.finalize();
    await bench.until(() => expect(device.conversationId).not.toBe(firstId));
    await device.record(20_000, 1, 2);
    await bench.until(() => expect(device.transcript).toHaveLength(4));
    const second = await stored(bench, device.conversationId);
    expect(second.transcript_segments.map(({ text }) => text)).toEqual([
      'And what does it cost?',
      'Nothing at all.',
    ]);
    expect(device.named('conversation_session').map(({ conversation_id: id }) => id)).toEqual([
      firstId,
      second.id,
    ]);
  });

  it('is heard to its end and ended after a crash', async () => {
    const before = await benches.start({ heard: HEARD });
    const device = await call(before);
    const id = device.conversationId;
    await device.record(2_500, 1, 2);
    const dataDir = await before.wreck();
    const after = await benches.start({ dataDir, clock: before.clock, heard: HEARD });
    await after.until(async () => expect((await stored(after, id)).status).toBe('completed'));
    expect((await stored(after, id)).transcript_segments.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Hello, is the garden/),
    ]);
  });
});
