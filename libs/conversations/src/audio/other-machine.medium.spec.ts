import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '#libs/kernel';
import { RescheduleJob } from '#libs/queue';
import { DataLifecycle, DocumentStore } from '#libs/storage';
import { ConversationsService } from '../conversations.service.js';
import { EndSilentConversationJob } from '../lifecycle/end-silent-conversation.job.js';
import { RecordingSessionRepository } from '../store/recording-session.repository.js';
import type { CaptureSpan, RecordingSession } from '../store/recording-session.js';
import { ConversationsBench, type TestDevice } from '../testing/index.js';
import { StoreConversationAudioJob } from './store-conversation-audio.job.js';

const GARDEN = { text: 'The tomatoes in the garden are ripe.', startMs: 1_000, endMs: 4_000 };

describe('a conversation that was recorded on two machines', () => {
  let bench: ConversationsBench;
  let device: TestDevice;
  let conversationId: string;

  beforeEach(async () => {
    bench = await ConversationsBench.start({ heard: [{ utterances: [GARDEN] }] });
    device = await bench.device().connect();
    await device.record(5_000);
    await bench.until(() => expect(device.transcript).toHaveLength(1));
    ({ conversationId } = device);
  });
  afterEach(() => bench.stop());

  /** As the other machine's server wrote it: its log is not here. */
  async function plantForeign(state: 'open' | 'closed', toMs: number | null): Promise<string> {
    const own = (await bench.get(RecordingSessionRepository).find('ada', device.handle.sessionId))!;
    const span: CaptureSpan = {
      ...own.spans[0]!,
      conversation_id: conversationId,
      to_ms: toMs,
      state: 'kept',
    };
    const foreign: RecordingSession = { ...own, id: newId(), node_id: newId(), state, spans: [span] };
    const path = `users/ada/recording_sessions/${foreign.id}`;
    await bench.get(DocumentStore).write([{ kind: 'set', path, data: foreign }]);
    return foreign.id;
  }
  const spansOf = async (sessionId: string) =>
    (await bench.get(RecordingSessionRepository).find('ada', sessionId))!.spans.map(({ state }) => state);

  it('keeps the sound of the other machine until that one has stored it', async () => {
    const foreignId = await plantForeign('closed', 3_000);
    await bench.settled(device.handle.finalize());
    const job = { ownerId: 'ada', conversationId, revision: 1 };
    await expect(bench.get(StoreConversationAudioJob).handle(job)).rejects.toBeInstanceOf(RescheduleJob);
    expect(await spansOf(foreignId)).toEqual(['kept']);
    await bench.until(async () => expect(await spansOf(device.handle.sessionId)).toContain('stored'));
  });

  it('does not end while a device may go on at the other machine, for an hour at most', async () => {
    await plantForeign('open', null);
    const end = () => bench.get(EndSilentConversationJob).handle({ ownerId: 'ada', conversationId });
    device.handle.detach();
    await bench.passTime(130_000);
    await expect(bench.settled(end())).rejects.toBeInstanceOf(RescheduleJob);
    await bench.passTime(61 * 60_000);
    await bench.until(async () => {
      expect((await bench.get(ConversationsService).get('ada', conversationId)).status).toBe('completed');
    });
  });

  it('is not proved to be deleted before the other machine has let go of it', async () => {
    await plantForeign('closed', 3_000);
    await bench.settled(device.handle.finalize());
    await bench.settled(bench.get(DataLifecycle).deleteConversation('ada', conversationId));
    const left = await bench.get(DataLifecycle).findConversation('ada', conversationId);
    expect(left).toEqual([{ store: 'capture logs', count: 1 }]);
  });
});
