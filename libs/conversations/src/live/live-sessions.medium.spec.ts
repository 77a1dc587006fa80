import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpeechSettings, UsersRepository } from '#libs/accounts';
import { SpeechProviders } from '#libs/ai';
import type { FakeSpeechToText } from '#libs/ai/testing';
import type { User } from '#libs/contracts';
import { placeInAudio } from '../audio/audio-place.rules.js';
import { HELLO, LATER, LiveBenches, stored, textOf } from '../testing/live-benches.js';

describe('live sessions', () => {
  let benches: LiveBenches;

  beforeEach(() => {
    benches = new LiveBenches();
  });
  afterEach(() => benches.stop());

  it('greets a device in the order of the protocol and stores what it says', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO] }] });
    const device = await bench.device().connect();
    expect(device.events.map(({ name, payload }) => [name, (payload as { status?: string }).status])).toEqual(
      [
        ['service_status', 'initiating'],
        ['service_status', 'in_progress_conversations_processing'],
        ['conversation_session', 'in_progress'],
        ['service_status', 'stt_initiating'],
        ['session.ready', undefined],
        ['service_status', 'ready'],
      ],
    );
    const connectedAtMs = bench.clock.nowMs();
    await device.record(5_000);
    await bench.until(() => expect(textOf(device.transcript)).toBe(HELLO.text));
    const conversation = await stored(bench, device.conversationId);
    expect(conversation.transcript_segments).toEqual(device.transcript);
    expect(conversation).toMatchObject({ status: 'in_progress', source: 'omi', client_device_id: 'pendant' });
    expect(conversation.started_at.getTime()).toBe(connectedAtMs + HELLO.startMs);
    expect(conversation.finished_at.getTime()).toBe(connectedAtMs + HELLO.endMs);
    expect(conversation.transcript_segments[0]).toMatchObject({ start: 0, end: 2 });
  });

  it('tells what an open utterance sounds like in the time of the conversation', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO, { ...LATER, endMs: 60_000 }] }] });
    const device = await bench.device().connect();
    await device.record(20_000);
    await bench.until(() => expect(device.named('partial').at(-1)).toMatchObject({ start: 7 }));
  });

  it('goes on with the conversation after a drop, and after a new session of the same device', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO] }, { utterances: [LATER] }] });
    const first = await bench.device().connect();
    await first.record(4_000);
    first.handle.detach();
    await bench.passTime(60_000);
    const second = await bench.device().connect();
    expect(second.handle.sessionId).not.toBe(first.handle.sessionId);
    expect(second.conversationId).toBe(first.conversationId);
    await second.record(12_000);
    await bench.until(() => expect(textOf(second.transcript)).toBe(`${HELLO.text} ${LATER.text}`));
    const { transcript_segments: segments } = await stored(bench, second.conversationId);
    expect(segments).toEqual(second.transcript);
    expect(segments[1]!.start).toBeCloseTo(4 - 1 + 60 + 8, 0);
  });

  it('resumes a session by its id with the frames that are durable already left out', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO, LATER] }] });
    const first = await bench.device().connect();
    await first.record(5_000);
    first.handle.detach();
    const again = await bench.device({ params: { sessionId: first.handle.sessionId } }).connect();
    expect(again.named('session.ready')).toEqual([
      { session_id: first.handle.sessionId, durable: 50, conversation_id: first.conversationId },
    ]);
    await again.record(6_000);
    await bench.until(async () => {
      const { transcript_segments: segments } = await stored(bench, again.conversationId);
      expect(textOf(segments)).toBe(`${HELLO.text} ${LATER.text}`);
    });
  });

  it('lets a second connection take a session over, without losing or doubling audio', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO, LATER] }] });
    const first = await bench.device().connect();
    await first.record(5_000);
    const second = await bench.device({ params: { sessionId: first.handle.sessionId } }).connect();
    expect(first.named('session.error')).toMatchObject([{ code: 'SESSION_TAKEN_OVER', fatal: true }]);
    expect(first.closed).toBe('taken_over');
    await expect(first.handle.push(51, [new Uint8Array(3_200)])).rejects.toMatchObject({
      code: 'SESSION_TAKEN_OVER',
    });
    first.handle.detach();
    await second.record(6_000);
    await bench.until(async () => {
      const { transcript_segments: segments } = await stored(bench, second.conversationId);
      expect(textOf(segments)).toBe(`${HELLO.text} ${LATER.text}`);
    });
    expect(second.handle.durableSeq).toBe(110);
  });

  it('lets a new session of the same device take over, and stores the last words of the old one', async () => {
    const bench = await benches.start({
      heard: [{ utterances: [{ ...HELLO, endMs: 60_000 }] }, { utterances: [LATER] }],
    });
    const first = await bench.device().connect();
    await first.record(30_000);
    const second = await bench.device().connect();
    expect(first.closed).toBe('taken_over');
    expect(second.conversationId).toBe(first.conversationId);
    await bench.until(async () => {
      const { transcript_segments: segments } = await stored(bench, second.conversationId);
      expect(textOf(segments)).toMatch(/^Hello there,/);
    });
  });

  it('keeps words where they were said when audio is sent faster than it was recorded', async () => {
    const last = { text: 'These are the last words.', startMs: 55_000, endMs: 58_000 };
    const bench = await benches.start({ heard: [{ utterances: [HELLO, last] }] });
    const device = await bench.device().connect();
    const second = Array.from({ length: 10 }, () => new Uint8Array(3_200).fill(1));
    for (let sent = 0; sent < 60; sent += 1) {
      await device.sendFrames(second, 125);
      await bench.until(() => undefined, 0);
    }
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    expect(device.transcript.map(({ start: from, end: to }) => [from, to])).toEqual([
      [0, 2],
      [54, 57],
    ]);
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await bench.until(async () => expect((await stored(bench, id)).audio_files).toHaveLength(1));
    const conversation = await stored(bench, id);
    const offsets = [0, 54].map((seconds) => placeInAudio(conversation, seconds)!.offset);
    expect(offsets[0]).toBeCloseTo(1, 3);
    expect(offsets[1]).toBeCloseTo(55, 3);
  });

  it('hears an owner in the one language that the owner insists on', async () => {
    const bench = await benches.start({ recognizer: { languages: ['en', 'de'], multilingual: true } });
    const recognizer = bench.get(SpeechProviders).inOrder[0] as FakeSpeechToText;
    await bench
      .get(UsersRepository)
      .save({ id: 'ada', language: 'de', created_at: bench.clock.now() } as User);
    await bench.get(SpeechSettings).change('ada', { singleLanguageMode: true });
    await bench.device({ params: { language: 'multi' } }).connect();
    await bench.until(() => expect(recognizer.opened).toEqual(['de']));
    await bench.device({ ownerId: 'eve', params: { language: 'multi' } }).connect();
    await bench.until(() => expect(recognizer.opened).toEqual(['de', 'multi']));
  });

  it('never shows one owner what another said', async () => {
    const bench = await benches.start({ heard: [{ utterances: [HELLO] }, { utterances: [LATER] }] });
    const ada = await bench.device().connect();
    const eve = await bench.device({ ownerId: 'eve' }).connect();
    expect(eve.conversationId).not.toBe(ada.conversationId);
    const thief = await bench
      .device({ ownerId: 'eve', params: { sessionId: ada.handle.sessionId, deviceId: 'other' } })
      .connect();
    expect(thief.handle.sessionId).not.toBe(ada.handle.sessionId);
    await ada.record(5_000);
    await bench.until(() => expect(ada.transcript).toHaveLength(1));
    expect(eve.named('segments')).toEqual([]);
    expect(thief.named('segments')).toEqual([]);
    await expect(stored(bench, ada.conversationId, 'eve')).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
  });
});
