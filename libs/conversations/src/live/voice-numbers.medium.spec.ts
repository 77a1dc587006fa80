import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpeechScript } from '#libs/ai/testing';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';

const BEFORE: SpeechScript = {
  utterances: [
    { text: 'Shall we go to the lake today?', startMs: 500, endMs: 2_500, speaker: 0 },
    { text: 'The water is still too cold.', startMs: 4_000, endMs: 6_000, speaker: 1 },
  ],
};
const AFTER: SpeechScript = {
  utterances: [{ text: 'Here is the bill for you both.', startMs: 500, endMs: 2_500, speaker: 0 }],
};

describe('the numbers of voices in a conversation that another recording joins', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [BEFORE, AFTER], recognizer: { diarization: true } });
    device = await bench.device().connect();
    await device.record(8_000);
    await bench.until(() => expect(device.transcript).toHaveLength(2));
    device.handle.detach();
  });
  afterEach(() => bench.stop());

  it('are not given to other voices', async () => {
    const again = await bench.device().connect();
    expect(again.conversationId).toBe(device.conversationId);
    expect(again.handle.sessionId).not.toBe(device.handle.sessionId);
    await again.record(10_000);
    const find = () => bench.get(ConversationRepository).find('ada', again.conversationId);
    await bench.until(async () => expect((await find())!.transcript_segments).toHaveLength(3));
    expect((await find())!.transcript_segments.map(({ speaker_id: speaker }) => speaker)).toEqual([0, 1, 2]);
  });
});
