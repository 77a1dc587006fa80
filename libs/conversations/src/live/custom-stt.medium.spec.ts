import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConversationsService } from '../conversations.service.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';
import type { SuggestedSegment } from './live-client.js';

const said = (
  text: string,
  start: number,
  end: number,
  more: Partial<SuggestedSegment> = {},
): SuggestedSegment => ({
  text,
  speaker: 0,
  isUser: false,
  personId: null,
  start,
  end,
  provider: 'whisper-at-home',
  ...more,
});
const FIRST = said('Shall we water the tomatoes?', 2, 4);
const SECOND = said('They had plenty of rain.', 5, 7, { speaker: 1 });

describe('a client that recognizes speech itself', () => {
  let bench: ConversationsBench;
  beforeEach(async () => {
    bench = await ConversationsBench.start({
      heard: [{ utterances: [{ text: 'Nobody may hear this.', startMs: 500, endMs: 1_500 }] }],
    });
  });
  afterEach(() => bench.stop());

  const connect = (params = {}) => bench.device({ params: { customStt: true, ...params } }).connect();
  const stored = async (device: TestDevice) =>
    bench.get(ConversationsService).get('ada', device.conversationId);

  it('has its segments stored with ids and sent back before it is answered', async () => {
    const device = await connect();
    const connectedAtMs = bench.clock.nowMs();
    await device.record(8_000);
    await device.handle.suggest([FIRST, SECOND]);
    expect(device.transcript.map(({ text, speaker, start, end }) => [text, speaker, start, end])).toEqual([
      [FIRST.text, 'SPEAKER_00', 0, 2],
      [SECOND.text, 'SPEAKER_01', 3, 5],
    ]);
    const conversation = await stored(device);
    expect(conversation.transcript_segments).toEqual(device.transcript);
    expect(conversation.transcript_segments[0]!.stt_provider).toBe('whisper-at-home');
    expect(conversation.started_at.getTime()).toBe(connectedAtMs + 2_000);
    expect(conversation.finished_at).toEqual(bench.clock.now());
  });

  it('is told at once that its words may come, and again when it comes back', async () => {
    const device = await connect();
    expect(device.events.map(({ name }) => name).slice(-2)).toEqual(['session.ready', 'service_status']);
    expect(device.named('service_status').at(-1)).toEqual({ status: 'ready' });
    const again = await connect({ sessionId: device.handle.sessionId });
    expect(again.named('service_status').at(-1)).toEqual({ status: 'ready' });
  });

  it('is not listened to, and its sound is kept', async () => {
    const device = await connect();
    const id = device.conversationId;
    await device.record(8_000);
    await device.handle.suggest([FIRST]);
    device.handle.detach({ ended: true });
    await bench.until(async () =>
      expect((await bench.get(ConversationsService).get('ada', id)).status).toBe('completed'),
    );
    const conversation = await bench.get(ConversationsService).get('ada', id);
    expect(conversation.transcript_segments.map(({ text }) => text)).toEqual([FIRST.text]);
    await bench.until(async () => {
      const [file] = (await bench.get(ConversationsService).get('ada', id)).audio_files;
      expect(file!.duration).toBeCloseTo(8, 1);
    });
  });

  it('may speak before any sound has come', async () => {
    const device = await connect();
    const connectedAtMs = bench.clock.nowMs();
    await bench.passTime(5_000);
    await device.handle.suggest([FIRST]);
    const conversation = await stored(device);
    expect(conversation.transcript_segments.map(({ text }) => text)).toEqual([FIRST.text]);
    expect(conversation.started_at.getTime()).toBe(connectedAtMs + 2_000);
  });

  it('may send what was not answered again, in the same session, joined or not', async () => {
    const device = await connect();
    const more = said('and the beans', 4.2, 5);
    await device.handle.suggest([FIRST, more, SECOND]);
    const once = await stored(device);
    await device.handle.suggest([FIRST, more, SECOND]);
    await device.handle.suggest([more]);
    expect((await stored(device)).transcript_segments).toEqual(once.transcript_segments);
    const again = await connect({ sessionId: device.handle.sessionId });
    await again.handle.suggest([more, SECOND]);
    expect((await stored(again)).transcript_segments).toEqual(once.transcript_segments);
  });

  it('puts segments without times where they came, and takes none of them for another', async () => {
    const device = await connect();
    await device.handle.suggest([FIRST]);
    await bench.passTime(20_000);
    await device.handle.suggest([said('Yes.', 0, 0)]);
    await bench.passTime(20_000);
    await device.handle.suggest([said('Yes.', 0, 0)]);
    expect((await stored(device)).transcript_segments.map(({ text, start }) => [text, start])).toEqual([
      [FIRST.text, 0],
      ['Yes.', 18],
      ['Yes.', 38],
    ]);
  });

  it('goes on in a new conversation when the silence was too long', async () => {
    const device = await connect();
    const firstId = device.conversationId;
    await device.handle.suggest([FIRST]);
    await bench.until(() => expect(device.conversationId).not.toBe(firstId), 5_000);
    await device.handle.suggest([said('What a dry summer.', 200, 202)]);
    expect((await stored(device)).transcript_segments.map(({ text, start }) => [text, start])).toEqual([
      ['What a dry summer.', 0],
    ]);
    expect(device.named('conversation_session')).toHaveLength(2);
  });

  it('says who speaks as far as it knows', async () => {
    const device = await connect();
    await device.handle.suggest([
      said('I do.', 1, 2, { personId: 'user' }),
      said('So do I.', 10, 11, { speaker: 3, personId: 'anna' }),
    ]);
    expect((await stored(device)).transcript_segments).toMatchObject([
      { is_user: true, person_id: null },
      { is_user: false, person_id: 'anna', speaker: 'SPEAKER_03' },
    ]);
  });

  it('is heard only when it said so', async () => {
    const device = await connect({ customStt: false });
    await device.handle.suggest([FIRST]);
    expect((await stored(device)).transcript_segments).toEqual([]);
    expect(device.named('segments')).toEqual([]);
  });
});
