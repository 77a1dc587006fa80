import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { People } from '#libs/accounts';
import { AppEventBus, type AppEvents } from '#libs/contracts';
import { ConversationProcessing } from '../lifecycle/conversation-processing.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';

const HELLO = { text: 'Hello there, this is the first thing said.', startMs: 1_000, endMs: 3_000 };
const LATER = { text: 'And this comes much later.', startMs: 14_000, endMs: 16_000 };

describe('what a device hears of its conversation', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  let spoken: AppEvents['speech.stored'][];

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [HELLO, LATER] }] });
    spoken = [];
    bench.get(AppEventBus).on('speech.stored', (event) => spoken.push(event));
    device = await bench.device({ params: { speakerAutoAssign: true } }).connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
  });
  afterEach(() => bench.stop());

  const suggestion = (personId: string, segmentId: string, conversationId = device.conversationId) =>
    bench
      .get(AppEventBus)
      .emit('speaker.suggested', { ownerId: 'ada', conversationId, speakerId: 0, personId, segmentId });

  it('of each utterance that was stored the rest of the server hears where its sound is', () => {
    expect(spoken).toEqual([
      {
        ownerId: 'ada',
        conversationId: device.conversationId,
        recordingId: device.handle.sessionId,
        segmentId: device.transcript[0]!.id,
        positionStartMs: HELLO.startMs,
        positionEndMs: HELLO.endMs,
        speaker: 0,
      },
    ]);
  });

  it('shows segments that were changed elsewhere as they are now', async () => {
    const id = device.conversationId;
    const [segment] = device.transcript;
    await bench.get(ConversationRepository).change('ada', id, (row) => ({
      transcript_segments: row.transcript_segments.map((stored) => ({ ...stored, is_user: true })),
    }));
    const changed = { ownerId: 'ada', conversationId: id, segmentIds: [segment!.id, 'gone'] };
    bench.get(AppEventBus).emit('segments.changed', changed);
    bench.get(AppEventBus).emit('segments.changed', { ...changed, conversationId: 'another' });
    bench.get(AppEventBus).emit('segments.changed', { ...changed, ownerId: 'eve' });
    await bench.until(() => expect(device.transcript).toEqual([{ ...segment, is_user: true }]));
    expect(device.named('segments')).toHaveLength(2);
  });

  it('lets what a person says of a voice hold for what the voice says next', async () => {
    const anna = await bench.get(People).create('ada', 'Anna');
    const assignment = { speakerId: 0, personId: anna.id, personName: 'Anna', segmentIds: [] };
    await device.handle.assignSpeaker(assignment);
    await device.record(15_000);
    await bench.until(() => expect(device.transcript.map((s) => s.person_id)).toEqual([anna.id, anna.id]));
    const conversation = await bench.get(ConversationRepository).find('ada', device.conversationId);
    expect(conversation!.transcript_segments).toEqual(device.transcript);
  });

  it('suggests a voice’s name once for each segment', async () => {
    const anna = await bench.get(People).create('ada', 'Anna');
    suggestion(anna.id, 'segment-1');
    suggestion(anna.id, 'segment-1');
    suggestion('user', 'segment-2');
    suggestion('nobody', 'segment-3');
    suggestion(anna.id, 'segment-4', 'another');
    await bench.until(() =>
      expect(device.named('speaker_label_suggestion')).toEqual([
        { speaker_id: 0, person_id: anna.id, person_name: 'Anna', segment_id: 'segment-1' },
        { speaker_id: 0, person_id: 'user', person_name: 'You', segment_id: 'segment-2' },
      ]),
    );
  });

  it('gives the ids of people only to clients that asked for them', async () => {
    const anna = await bench.get(People).create('ada', 'Anna');
    const shy = await bench.device({ params: { deviceId: 'other' } }).connect();
    suggestion(anna.id, 'segment-1', shy.conversationId);
    suggestion('user', 'segment-2', shy.conversationId);
    await bench.until(() =>
      expect(shy.named('speaker_label_suggestion').map((event) => event.person_id)).toEqual(['', 'user']),
    );
    expect(device.named('speaker_label_suggestion')).toEqual([]);
  });

  it('hears that one could not be understood, and of one that is processed again nothing', async () => {
    const { conversation_id: id } = await bench.settled(device.handle.finalize());
    await bench.until(() => expect(device.named('memory_created')).toHaveLength(1));
    await bench.settled(bench.get(ConversationProcessing).reprocess('ada', id, {}));
    await bench.get(ConversationRepository).changeHead('ada', id, () => ({ status: 'failed' }));
    bench.get(AppEventBus).emit('conversation.failed', { ownerId: 'ada', conversationId: id });
    await bench.until(() =>
      expect(device.named('conversation_session').at(-1)).toMatchObject({
        conversation_id: id,
        status: 'failed',
        lifecycle_phase: 'failed',
      }),
    );
    expect(device.named('memory_processing_started')).toHaveLength(1);
    expect(device.named('memory_created')).toHaveLength(1);
  });

  it('says nothing of the conversations of others', async () => {
    const eve = await bench.device({ ownerId: 'eve' }).connect();
    suggestion('user', 'segment-1');
    await device.handle.finalize();
    await bench.until(() => expect(device.named('memory_created')).toHaveLength(1));
    expect(eve.named('memory_created')).toEqual([]);
    expect(eve.named('speaker_label_suggestion')).toEqual([]);
  });
});
