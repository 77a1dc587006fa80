import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '#libs/kernel';
import { ConversationProcessing } from '../lifecycle/conversation-processing.js';
import { HELLO, LiveBenches, stored, textOf } from '../testing/live-benches.js';
import type { TestDevice } from '../testing/test-device.js';
import { LiveRegistry } from './live-registry.js';
import { LiveSessions } from './live-sessions.js';

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

describe('live sessions while speech cannot be recognized', () => {
  let benches: LiveBenches;

  beforeEach(() => {
    benches = new LiveBenches();
  });
  afterEach(() => benches.stop());

  it('keeps what a device sends, and gives the words on the same connection when it is possible again', async () => {
    const bench = await benches.start({ heard: [...refusals(8), { utterances: [HELLO] }] });
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
    const bench = await benches.start({ heard: refusals(1) });
    const first = await bench.device().connect();
    await bench.until(() => expect(statuses(first)).toEqual(['SPEECH_MODEL_MISSING']));
    const again = await bench.device({ params: { sessionId: first.handle.sessionId } }).connect();
    expect(statuses(again)).toEqual(['SPEECH_MODEL_MISSING']);
  });

  it('refuses a language that is not supported at once', async () => {
    const bench = await benches.start();
    const device = bench.device({ params: { language: 'xx' } });
    await expect(device.connect()).rejects.toMatchObject({ code: 'LANGUAGE_UNSUPPORTED' });
  });

  it('does not end a conversation without its words, neither on request nor after a silence', async () => {
    const bench = await benches.start({ heard: [...refusals(12), { utterances: [HELLO] }] });
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
    const bench = await benches.start({ heard: [...refusals(12), { utterances: [HELLO] }] });
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
    const bench = await benches.start({ heard: [...refusals(12), { utterances: [HELLO] }] });
    const device = await bench.device().connect();
    const id = device.conversationId;
    await device.record(4_000);
    expect(await bench.settled(device.handle.end())).toEqual({ durable: 40 });
    device.handle.detach();
    await bench.until(() => expect(bench.get(LiveRegistry).find(device.handle.sessionId)).toBeNull());
    await expect(bench.settled(bench.get(ConversationProcessing).finalize('ada', id))).rejects.toMatchObject(
      AWAY,
    );
    await bench.until(async () => expect((await stored(bench, id)).status).toBe('completed'), 1_000);
    const conversation = await stored(bench, id);
    expect(textOf(conversation.transcript_segments)).toBe(HELLO.text);
    await bench.until(async () => expect((await stored(bench, id)).audio_files).toHaveLength(1));
  });

  it('hears the recording after a restart', async () => {
    const before = await benches.start({ heard: refusals(1) });
    const device = await before.device().connect();
    await device.record(4_000);
    await before.settled(before.get(LiveSessions).stop());
    const after = await benches.start({
      dataDir: await before.wreck(),
      clock: before.clock,
      heard: [{ utterances: [HELLO] }],
    });
    await after.until(async () =>
      expect(textOf((await stored(after, device.conversationId)).transcript_segments)).toBe(HELLO.text),
    );
  });
});
