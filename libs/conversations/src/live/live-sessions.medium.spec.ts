import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpeechSettings, UsersRepository } from '#libs/accounts';
import { SpeechProviders } from '#libs/ai';
import type { FakeSpeechToText } from '#libs/ai/testing';
import type { Conversation, User } from '#libs/contracts';
import { AppError, newId } from '#libs/kernel';
import { DocumentStore } from '#libs/storage';
import { placeInAudio } from '../audio/audio-place.rules.js';
import { ConversationsService } from '../conversations.service.js';
import { ConversationProcessing } from '../lifecycle/conversation-processing.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { RecordingSession } from '../store/recording-session.js';
import { LiveRegistry } from './live-registry.js';
import { LiveSessions } from './live-sessions.js';
import { ConversationsBench, type BenchOptions } from '../testing/conversations-bench.js';
import type { TestDevice } from '../testing/test-device.js';

const HELLO = { text: 'Hello there, this is the first thing said.', startMs: 1_000, endMs: 3_000 };
const LATER = { text: 'And this comes much later.', startMs: 8_000, endMs: 10_000 };
/** `LATER`, for a recognizer that hears the log from where `HELLO` was stored on: its time begins there. */
const UNHEARD = { ...LATER, startMs: LATER.startMs - HELLO.endMs, endMs: LATER.endMs - HELLO.endMs };
const textOf = (segments: readonly { text: string }[]) => segments.map(({ text }) => text).join(' ');

describe('live sessions', () => {
  let benches: ConversationsBench[];
  const start = async (options: BenchOptions = {}) => {
    const bench = await ConversationsBench.start(options);
    benches.push(bench);
    return bench;
  };
  const stored = (bench: ConversationsBench, id: string, ownerId = 'ada'): Promise<Conversation> =>
    bench.get(ConversationsService).get(ownerId, id);

  beforeEach(() => {
    benches = [];
  });
  afterEach(async () => {
    for (const bench of benches) await bench.stop();
  });

  it('greets a device in the order of the protocol and stores what it says', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }] });
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
    const bench = await start({ heard: [{ utterances: [HELLO, { ...LATER, endMs: 60_000 }] }] });
    const device = await bench.device().connect();
    await device.record(20_000);
    await bench.until(() => expect(device.named('partial').at(-1)).toMatchObject({ start: 7 }));
  });

  it('goes on with the conversation after a drop, and after a new session of the same device', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }, { utterances: [LATER] }] });
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
    const bench = await start({ heard: [{ utterances: [HELLO, LATER] }] });
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

  it('begins a new conversation when the silence was too long, and for another source', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO] }] });
    const first = await bench.device().connect();
    const firstId = first.conversationId;
    await first.record(4_000);
    const phone = await bench.device({ params: { source: 'phone' } }).connect();
    expect(phone.conversationId).not.toBe(first.conversationId);
    phone.handle.detach();
    first.handle.detach();
    await bench.passTime(121_000);
    const second = await bench.device().connect();
    expect(second.conversationId).not.toBe(firstId);
    await bench.until(async () => expect((await stored(bench, firstId)).status).toBe('completed'));
  });

  it('lets a second connection take a session over, without losing or doubling audio', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO, LATER] }] });
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
    const bench = await start({
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

  it('moves on to a new conversation after a silence, on the same connection', async () => {
    const late = { ...LATER, startMs: 150_000, endMs: 152_000 };
    const bench = await start({ heard: [{ utterances: [HELLO, late] }] });
    const device = await bench.device().connect();
    const firstId = device.conversationId;
    await device.record(140_000);
    await bench.until(async () => expect((await stored(bench, firstId)).status).toBe('completed'));
    await bench.until(() => expect(device.named('conversation_session')).toHaveLength(2));
    await device.record(20_000);
    await bench.until(async () => {
      const { transcript_segments: segments } = await stored(bench, device.conversationId);
      expect(textOf(segments)).toBe(late.text);
    });
    expect(device.conversationId).not.toBe(firstId);
    expect(textOf((await stored(bench, firstId)).transcript_segments)).toBe(HELLO.text);
    const names = device.events.map(({ name }) => name);
    expect(names.indexOf('memory_processing_started')).toBeLessThan(names.indexOf('memory_created'));
    expect(device.named('memory_created')).toHaveLength(1);
  });

  it('puts words that come after the end into a new conversation when nobody told it of the end', async () => {
    const bench = await start({ heard: [{ utterances: [HELLO, LATER] }] });
    const device = await bench.device().connect();
    const firstId = device.conversationId;
    await device.record(4_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    await bench.get(ConversationRepository).change('ada', firstId, () => ({ status: 'completed' }));
    await device.record(8_000);
    await bench.until(() => expect(device.conversationId).not.toBe(firstId));
    expect(textOf((await stored(bench, firstId)).transcript_segments)).toBe(HELLO.text);
    await bench.until(async () =>
      expect(textOf((await stored(bench, device.conversationId)).transcript_segments)).toBe(LATER.text),
    );
    const announced = device.named('conversation_session');
    expect(announced.map((event) => event.conversation_id)).toEqual([firstId, device.conversationId]);
    expect(announced.map((event) => event.lifecycle_sequence)).toEqual([1, 2]);
    expect(announced[1]).toMatchObject({
      status: 'in_progress',
      recording_session_id: device.handle.sessionId,
      lifecycle_version: 1,
      lifecycle_phase: 'recording',
    });
    const session = await bench.get(RecordingSessionRepository).find('ada', device.handle.sessionId);
    expect(session!.spans.map((span) => span.conversation_id)).toEqual([firstId, device.conversationId]);
    expect(session!.spans[0]!.to_ms).toBe(session!.spans[1]!.from_ms);
  });

  it('lets a conversation in which nothing was said disappear, and begins one with the next word', async () => {
    const late = { ...LATER, startMs: 200_000, endMs: 202_000 };
    const bench = await start({ heard: [{ utterances: [late] }] });
    const device = await bench.device().connect();
    const stubId = device.conversationId;
    await device.record(130_000);
    await bench.until(() => expect(device.handle.conversationId).toBeNull());
    await expect(stored(bench, stubId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await device.record(80_000);
    await bench.until(() => expect(textOf(device.transcript)).toBe(late.text));
    expect((await stored(bench, device.conversationId)).transcript_segments).toHaveLength(1);
    expect(device.named('memory_created')).toHaveLength(0);
  });

  it('ends a conversation on request with the words that are just being said', async () => {
    const bench = await start({ heard: [{ utterances: [{ ...HELLO, endMs: 9_000 }] }] });
    const device = await bench.device().connect();
    await device.record(8_500);
    const { conversation_id: id } = await device.handle.finalize();
    await bench.until(async () => expect((await stored(bench, id)).status).toBe('completed'));
    expect(textOf((await stored(bench, id)).transcript_segments)).toMatch(/^Hello there, this is the first/);
    await bench.until(() => expect(device.conversationId).not.toBe(id));
    await expect(device.handle.finalize()).rejects.toMatchObject({ code: 'CONVERSATION_NOT_IN_PROGRESS' });
  });

  it('drops what was said in a conversation that its owner deletes, and begins another with the next word', async () => {
    const bench = await start({
      heard: [{ utterances: [HELLO, { ...LATER, startMs: 20_000, endMs: 22_000 }] }],
    });
    const device = await bench.device().connect();
    const deletedId = device.conversationId;
    await device.record(4_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    await bench.get(ConversationsService).delete('ada', deletedId);
    await expect(stored(bench, deletedId)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await device.record(20_000);
    await bench.until(() => expect(device.handle.conversationId).not.toBeNull());
    expect(device.conversationId).not.toBe(deletedId);
    expect(textOf((await stored(bench, device.conversationId)).transcript_segments)).toBe(LATER.text);
  });

  it('hears after a crash what the dead process had not stored, exactly once, and ends the conversation by itself', async () => {
    const before = await start({ heard: [{ utterances: [HELLO] }] });
    const device = await before.device().connect();
    await device.record(12_000);
    await before.until(() => expect(device.transcript).toHaveLength(1));
    const id = device.conversationId;
    const dataDir = await before.wreck();
    const after = await start({ dataDir, clock: before.clock, heard: [{ utterances: [UNHEARD] }] });
    await after.until(async () => {
      const { transcript_segments: segments } = await stored(after, id);
      expect(textOf(segments)).toBe(`${HELLO.text} ${LATER.text}`);
    });
    await after.passTime(130_000);
    await after.until(async () => expect((await stored(after, id)).status).toBe('completed'));
    expect(textOf((await stored(after, id)).transcript_segments)).toBe(`${HELLO.text} ${LATER.text}`);
  });

  it('leaves a recording to the machine that its sound lies on', async () => {
    const before = await start({ heard: [{ utterances: [HELLO] }] });
    const device = await before.device().connect();
    await device.record(12_000);
    const dataDir = await before.wreck();
    await rm(join(dataDir, 'capture'), { recursive: true });
    await writeFile(join(dataDir, 'node-id'), `${newId()}\n`);
    const other = await start({ dataDir, clock: before.clock });
    await other.passTime(70_000);
    const session = await other.get(RecordingSessionRepository).find('ada', device.handle.sessionId);
    expect(session?.state).toBe('open');
  });

  it('takes over recordings from before machines had names', async () => {
    const before = await start({ heard: [{ utterances: [HELLO] }] });
    const device = await before.device().connect();
    await device.record(12_000);
    await before.until(() => expect(device.transcript).toHaveLength(1));
    const { conversationId, handle } = device;
    const path = `users/ada/recording_sessions/${handle.sessionId}`;
    const { data } = (await before.get(DocumentStore).get<RecordingSession>(path))!;
    await before.get(DocumentStore).write([{ kind: 'set', path, data: { ...data, node_id: undefined } }]);
    const dataDir = await before.wreck();
    const after = await start({ dataDir, clock: before.clock, heard: [{ utterances: [UNHEARD] }] });
    await after.until(async () => {
      const { transcript_segments: segments } = await stored(after, conversationId);
      expect(textOf(segments)).toContain(LATER.text);
    });
  });

  it('keeps words where they were said when audio is sent faster than it was recorded', async () => {
    const last = { text: 'These are the last words.', startMs: 55_000, endMs: 58_000 };
    const bench = await start({ heard: [{ utterances: [HELLO, last] }] });
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

  describe('while speech cannot be recognized', () => {
    const MISSING = new AppError('unavailable', 'SPEECH_MODEL_MISSING', 'The model is missing.');
    const refusals = (count: number) =>
      Array.from({ length: count }, () => ({ utterances: [], refusal: MISSING }));
    const AWAY = {
      code: 'SPEECH_UNAVAILABLE',
      kind: 'unavailable',
      retryAfterMs: expect.any(Number) as number,
    };
    const statuses = (device: TestDevice) =>
      device
        .named('service_status')
        .slice(3)
        .map(({ status, reason }) => reason ?? status);

    it('keeps what a device sends, and gives the words on the same connection when it is possible again', async () => {
      const bench = await start({ heard: [...refusals(8), { utterances: [HELLO] }] });
      const device = await bench.device().connect();
      const id = device.conversationId;
      await device.record(5_000);
      expect(device.handle.durableSeq).toBe(50);
      await bench.until(() => expect(statuses(device)).toEqual(['SPEECH_MODEL_MISSING']));
      await bench.until(() => expect(textOf(device.transcript)).toBe(HELLO.text), 1_000);
      expect(statuses(device)).toEqual(['SPEECH_MODEL_MISSING', 'ready']);
      expect(device.named('session.error')).toEqual([]);
      expect(textOf((await stored(bench, id)).transcript_segments)).toBe(HELLO.text);
    });

    it('tells a device that comes back how speech stands', async () => {
      const bench = await start({ heard: refusals(1) });
      const first = await bench.device().connect();
      await bench.until(() => expect(statuses(first)).toEqual(['SPEECH_MODEL_MISSING']));
      const again = await bench.device({ params: { sessionId: first.handle.sessionId } }).connect();
      expect(statuses(again)).toEqual(['SPEECH_MODEL_MISSING']);
    });

    it('refuses a language that is not supported at once', async () => {
      const bench = await start();
      const device = bench.device({ params: { language: 'xx' } });
      await expect(device.connect()).rejects.toMatchObject({ code: 'LANGUAGE_UNSUPPORTED' });
    });

    it('does not end a conversation without its words, neither on request nor after a silence', async () => {
      const bench = await start({ heard: [...refusals(12), { utterances: [HELLO] }] });
      const device = await bench.device().connect();
      const id = device.conversationId;
      await device.record(4_000);
      const processing = bench.get(ConversationProcessing);
      await expect(bench.settled(device.handle.finalize())).rejects.toMatchObject(AWAY);
      await expect(bench.settled(processing.finalize('ada', id))).rejects.toMatchObject(AWAY);
      await expect(bench.settled(processing.finalizeCurrent('ada'))).rejects.toMatchObject(AWAY);
      await bench.passTime(200_000);
      expect(await stored(bench, id)).toMatchObject({ status: 'in_progress', transcript_segments: [] });
      await bench.until(async () => expect((await stored(bench, id)).status).toBe('completed'), 1_000);
      expect(textOf((await stored(bench, id)).transcript_segments)).toBe(HELLO.text);
    });

    it('waits for the words of a conversation that the device has left behind', async () => {
      const bench = await start({ heard: [...refusals(12), { utterances: [HELLO] }] });
      const first = await bench.device().connect();
      const leftId = first.conversationId;
      await first.record(4_000);
      await bench.passTime(130_000);
      const again = await bench.device({ params: { sessionId: first.handle.sessionId } }).connect();
      expect(again.conversationId).not.toBe(leftId);
      await bench.passTime(60_000);
      await expect(
        bench.settled(bench.get(ConversationProcessing).finalize('ada', leftId)),
      ).rejects.toMatchObject(AWAY);
      await bench.until(async () => expect((await stored(bench, leftId)).status).toBe('completed'), 1_000);
      expect(textOf((await stored(bench, leftId)).transcript_segments)).toBe(HELLO.text);
    });

    it('lets a device end at once, and hears its recording in a later sweep', async () => {
      const bench = await start({ heard: [...refusals(12), { utterances: [HELLO] }] });
      const device = await bench.device().connect();
      const id = device.conversationId;
      await device.record(4_000);
      expect(await bench.settled(device.handle.end())).toEqual({ durable: 40 });
      device.handle.detach();
      await bench.until(() => expect(bench.get(LiveRegistry).find(device.handle.sessionId)).toBeNull());
      await expect(
        bench.settled(bench.get(ConversationProcessing).finalize('ada', id)),
      ).rejects.toMatchObject(AWAY);
      await bench.until(async () => expect((await stored(bench, id)).status).toBe('completed'), 1_000);
      const conversation = await stored(bench, id);
      expect(textOf(conversation.transcript_segments)).toBe(HELLO.text);
      await bench.until(async () => expect((await stored(bench, id)).audio_files).toHaveLength(1));
    });

    it('hears the recording after a restart', async () => {
      const before = await start({ heard: refusals(1) });
      const device = await before.device().connect();
      await device.record(4_000);
      await before.settled(before.get(LiveSessions).stop());
      const after = await start({
        dataDir: await before.wreck(),
        clock: before.clock,
        heard: [{ utterances: [HELLO] }],
      });
      await after.until(async () =>
        expect(textOf((await stored(after, device.conversationId)).transcript_segments)).toBe(HELLO.text),
      );
    });
  });

  it('lets a device resume its session after the server was stopped and started', async () => {
    const before = await start({ heard: [{ utterances: [HELLO] }] });
    const first = await before.device().connect();
    await first.record(5_000);
    await before.until(() => expect(first.transcript).toHaveLength(1));
    const { sessionId, conversationId } = first.handle;
    await before.settled(before.get(LiveSessions).stop());
    expect(first.closed).toBe('shutting_down');
    const after = await start({ dataDir: await before.wreck(), clock: before.clock });
    const again = await after.settled(after.device({ params: { sessionId } }).connect());
    expect(again.named('session.ready')).toEqual([
      { session_id: sessionId, durable: 50, conversation_id: conversationId },
    ]);
  });

  it('hears an owner in the one language that the owner insists on', async () => {
    const bench = await start({ recognizer: { languages: ['en', 'de'], multilingual: true } });
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
    const bench = await start({ heard: [{ utterances: [HELLO] }, { utterances: [LATER] }] });
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
