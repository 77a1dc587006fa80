import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppEventBus, endSilentConversation, processConversation } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { ConversationsService } from '../conversations.service.js';
import { ReceiptsRepository } from '../pipeline/receipts.repository.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { ConversationsBench, NotedExtractions, ScriptedUnderstanding } from '../testing/index.js';
import { ConversationProcessing } from './conversation-processing.js';
import { MAX_RESCUES, Sweeper } from './sweeper.js';

const SEGMENT = {
  id: 'segment-1',
  text: 'I will send the report tomorrow.',
  speaker: 'SPEAKER_00',
  speaker_id: 0,
  is_user: false,
  person_id: null,
  start: 0,
  end: 3,
  translations: [],
  speech_profile_processed: true,
  stt_provider: 'fake',
};

describe('the life of a conversation', () => {
  let bench: ConversationsBench;
  let understanding: ScriptedUnderstanding;

  beforeEach(async () => {
    understanding = new ScriptedUnderstanding();
    bench = await ConversationsBench.start({ understanding });
  });
  afterEach(() => bench.stop());

  const put = async (fields: Partial<ConversationRow> = {}): Promise<string> => {
    const row = {
      ...newConversationRow(
        {
          id: 'conversation-1',
          source: 'omi',
          language: 'en',
          timeoutSeconds: 120,
          clientDeviceId: null,
          clientPlatform: null,
        },
        bench.clock.now(),
      ),
      transcript_segments: [SEGMENT],
      ...fields,
    };
    await bench.get(ConversationRepository).create('ada', row);
    return row.id;
  };
  const get = (id: string) => bench.get(ConversationsService).get('ada', id);
  const finalize = (id: string) => bench.get(ConversationProcessing).finalize('ada', id);
  const ended = (id: string, status: string) =>
    bench.until(async () => expect((await get(id)).status).toBe(status), 1_000);
  const run = (id: string, revision = 1) => ({ ownerId: 'ada', conversationId: id, revision });

  it('processes a finalized conversation to the end and has its effects done', async () => {
    const id = await put();
    expect(await finalize(id)).toMatchObject({ id, status: 'processing', revision: 1 });
    await ended(id, 'completed');
    const conversation = await get(id);
    expect(conversation).toMatchObject({ discarded: false, failure_code: null });
    expect(conversation.structured).toMatchObject({ title: 'A Talk', overview: SEGMENT.text });
    expect(conversation.structured.action_items[0]).toMatchObject({ conversation_id: id });
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toEqual([run(id)]));
    await bench.until(async () => {
      const { items } = await bench.get(ActionItemsService).list('ada', {}, { limit: 10, offset: 0 });
      expect(items).toMatchObject([{ description: 'Send the report', conversation_id: id }]);
    });
    expect(await finalize(id)).toMatchObject({ status: 'completed', revision: 1 });
  });

  it('keeps a discarded conversation readable, without tasks and memories', async () => {
    understanding.verdict = 'discard';
    const id = await put();
    await finalize(id);
    await ended(id, 'completed');
    await bench.passTime(5_000);
    expect(await get(id)).toMatchObject({ discarded: true, structured: { title: '', action_items: [] } });
    expect(understanding.calls.structure).toBe(0);
    expect(bench.get(NotedExtractions).seen).toEqual([]);
    const kept = await bench.get(ConversationsService).count('ada', { includeDiscarded: false });
    expect(kept).toBe(0);
  });

  it('tries again when a stage fails for a while, without repeating the stages that are done', async () => {
    understanding.failures.push(new AppError('unavailable', 'MODEL_AWAY', 'The model is away.'));
    const id = await put();
    await finalize(id);
    await ended(id, 'completed');
    expect(understanding.calls).toEqual({ relevance: 1, structure: 2 });
  });

  it('says that a conversation failed when it cannot be processed, and never leaves it in processing', async () => {
    const failed: string[] = [];
    bench.get(AppEventBus).on('conversation.failed', (event) => failed.push(event.conversationId));
    understanding.failures.push(new Error('nobody foresaw this'));
    const id = await put();
    await finalize(id);
    await ended(id, 'failed');
    expect(await get(id)).toMatchObject({ failure_code: 'INTERNAL', transcript_segments: [SEGMENT] });
    await bench.until(() => expect(failed).toEqual([id]));
    await bench.until(async () => expect(await bench.get(JobQueue).deadLetters(1)).toHaveLength(1));
    const [dead] = await bench.get(JobQueue).deadLetters(1);
    await bench.get(JobQueue).retryDeadLetter(dead!.id);
    await ended(id, 'completed');
  });

  it('gives up after the last attempt', async () => {
    const away = () => new AppError('unavailable', 'MODEL_AWAY', 'The model is away.');
    understanding.failures.push(...Array.from({ length: processConversation.attempts }, away));
    const id = await put();
    await finalize(id);
    await bench.until(async () => expect((await get(id)).status).toBe('failed'), 60_000);
    expect(await get(id)).toMatchObject({ failure_code: 'MODEL_AWAY' });
  });

  it('gives a conversation in progress its timer back, and a processing one its job', async () => {
    const open = await put();
    const stuck = await put({ id: 'conversation-2', status: 'processing', revision: 1 });
    expect(await bench.get(Sweeper).sweep()).toEqual({ timersArmed: 1, jobsPutIn: 1, givenUp: 0 });
    await ended(stuck, 'completed');
    expect(await bench.get(Sweeper).sweep()).toEqual({ timersArmed: 0, jobsPutIn: 0, givenUp: 0 });
    const timer = { ownerId: 'ada', conversationId: open };
    expect(await bench.get(JobQueue).isPending(endSilentConversation, timer)).toBe(true);
    await bench.passTime(125_000);
    await ended(open, 'completed');
  });

  it('gives up a conversation whose job was lost again and again', async () => {
    const id = await put({ status: 'processing', revision: 1, rescues: MAX_RESCUES });
    expect(await bench.get(Sweeper).sweep()).toEqual({ timersArmed: 0, jobsPutIn: 0, givenUp: 1 });
    expect(await get(id)).toMatchObject({ status: 'failed', failure_code: 'PROCESSING_LOST' });
  });

  it('completes with one set of results when finalizing is asked for by many at once', async () => {
    const id = await put();
    const answers = await bench.settled(Promise.all([finalize(id), finalize(id), finalize(id)]));
    expect(new Set(answers.map((answer) => answer.revision))).toEqual(new Set([1]));
    await ended(id, 'completed');
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toEqual([run(id)]));
    await bench.passTime(10_000);
    expect(bench.get(NotedExtractions).seen).toEqual([run(id)]);
    expect(understanding.calls.structure).toBe(1);
  });

  it('does not bring a task back that its owner deleted when processing is repeated', async () => {
    const id = await put();
    await finalize(id);
    const items = bench.get(ActionItemsService);
    const page = { limit: 10, offset: 0 };
    await bench.until(async () => expect((await items.list('ada', {}, page)).items).toHaveLength(1));
    const [item] = (await items.list('ada', {}, page)).items;
    await items.delete('ada', item!.id);
    await bench.get(JobQueue).enqueue(processConversation, run(id));
    await bench.passTime(10_000);
    expect((await items.list('ada', {}, page)).items).toEqual([]);
  });

  it('finalizes the conversation that goes on, and says so when there is none', async () => {
    const current = bench.get(ConversationProcessing).finalizeCurrent('ada');
    await expect(current).rejects.toMatchObject({ code: 'CONVERSATION_NOT_IN_PROGRESS' });
    const id = await put();
    await expect(bench.get(ConversationProcessing).finalizeCurrent('eve')).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_IN_PROGRESS',
    });
    const answer = bench.settled(bench.get(ConversationProcessing).finalizeCurrent('ada'));
    expect(await answer).toMatchObject({ id, status: 'completed' });
  });

  it('leaves no receipt behind for a conversation that was deleted meanwhile', async () => {
    const id = await put({ status: 'processing', revision: 1 });
    const late = bench.get(ReceiptsRepository).once(run(id), 'structure', async () => {
      await bench.get(ConversationRepository).deleteTree('ada', id);
      return { structured: null };
    });
    await expect(late).rejects.toMatchObject({ code: 'CONVERSATION_CHANGED' });
    const receipt = `users/ada/conversations/${id}/receipts/1:structure`;
    expect(await bench.get(DocumentStore).get(receipt)).toBeNull();
  });
});
