import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppEventBus, processConversation, type AppEvents } from '#libs/contracts';
import { AppError } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { DocumentStore } from '#libs/storage';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { ConversationsService } from '../conversations.service.js';
import { ConversationEdits } from '../edits/conversation-edits.js';
import { ProcessingProgress } from '../pipeline/processing-progress.js';
import { ConversationSearch } from '../search/conversation-search.js';
import { ConversationRepository } from '../store/conversation.repository.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { ConversationsBench, NotedExtractions, ScriptedUnderstanding } from '../testing/index.js';
import { ConversationLifecycle } from './conversation-lifecycle.js';
import { ConversationProcessing } from './conversation-processing.js';

const ID = 'conversation-1';
const AWAY = () => new AppError('unavailable', 'MODEL_AWAY', 'The model is away.');
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

describe('a conversation that is processed again', () => {
  let bench: ConversationsBench;
  let understanding: ScriptedUnderstanding;
  let told: AppEvents['conversation.processed'][];
  beforeEach(async () => {
    understanding = new ScriptedUnderstanding();
    bench = await ConversationsBench.start({ understanding });
    told = [];
    bench.get(AppEventBus).on('conversation.processed', (event) => told.push(event));
  });
  afterEach(() => bench.stop());

  const put = async (fields: Partial<ConversationRow> = {}): Promise<void> => {
    const device = { clientDeviceId: null, clientPlatform: null };
    const about = { id: ID, source: 'omi', language: 'en', timeoutSeconds: 120, ...device } as const;
    const row = {
      ...newConversationRow(about, bench.clock.now()),
      transcript_segments: [SEGMENT],
      ...fields,
    };
    await bench.get(ConversationRepository).create('ada', row);
  };
  const get = () => bench.get(ConversationsService).get('ada', ID);
  const head = () => bench.get(ConversationRepository).findHead('ada', ID);
  const processing = () => bench.get(ConversationProcessing);
  const is = (status: string, stepMs = 1_000) =>
    bench.until(async () => expect((await get()).status).toBe(status), stepMs);
  const completed = async (): Promise<void> => {
    await put();
    await processing().finalize('ada', ID);
    await is('completed');
  };
  const again = (request = {}) => bench.settled(processing().reprocess('ada', ID, request));
  const tasks = async () =>
    (await bench.get(ActionItemsService).list('ada', {}, { limit: 10, offset: 0 })).items;
  const progress = () => bench.get(ProcessingProgress).of('ada', ID);
  const failAll = () =>
    understanding.failures.push(...Array.from({ length: processConversation.attempts }, AWAY));

  it('gets new results in place of the old ones, and nobody is told that it is new', async () => {
    await completed();
    await bench.until(() => expect(told).toEqual([{ ownerId: 'ada', conversationId: ID, isNew: true }]));
    await bench.until(async () => expect(await tasks()).toHaveLength(1));
    understanding.task = 'Send the invoice';
    const answer = await again({ languageCode: 'de' });
    expect(answer).toMatchObject({ id: ID, status: 'completed', revision: 2, language: 'de' });
    expect(answer.relevance_decision).toMatchObject({ decided_by: 'policy', reason: 'user_reprocess' });
    expect(understanding.calls).toEqual({ relevance: 1, structure: 2 });
    await bench.until(() => expect(told.map(({ isNew }) => isNew)).toEqual([true, false]));
    await bench.until(async () =>
      expect((await tasks()).map(({ description }) => description)).toEqual(['Send the invoice']),
    );
    await bench.until(() => expect(bench.get(NotedExtractions).seen).toHaveLength(2));
    const list = await bench.get(ConversationsService).list('ada', { limit: 10, offset: 0 });
    expect(list).toHaveLength(1);
  });

  it('shows its old results until the new ones are there', async () => {
    await completed();
    const before = (await get()).structured;
    await bench.get(ConversationLifecycle).reprocess('ada', ID, 'user_reprocess');
    expect(await get()).toMatchObject({ status: 'processing', structured: { title: before.title } });
    await is('completed');
  });

  it('goes on once when it is asked for by many at once, and by each repetition of its job', async () => {
    await completed();
    const answers = await bench.settled(
      Promise.all([1, 2, 3].map(() => processing().reprocess('ada', ID, {}))),
    );
    expect(answers.map(({ revision }) => revision)).toEqual([2, 2, 2]);
    expect(understanding.calls.structure).toBe(2);
    for (const revision of [1, 2]) {
      await bench
        .get(JobQueue)
        .enqueue(processConversation, { ownerId: 'ada', conversationId: ID, revision });
    }
    const before = await get();
    await bench.passTime(10_000);
    expect(await get()).toEqual(before);
    expect(understanding.calls.structure).toBe(2);
  });

  it('is told to be new once, even when it is overtaken before anybody could be told', async () => {
    await put({ status: 'completed', revision: 1, first_completed_revision: 1 });
    await again();
    await again();
    await bench.until(() => expect(told.map(({ isNew }) => isNew)).toEqual([true, false]));
  });

  it('takes up words that came while it went on', async () => {
    await completed();
    const lifecycle = bench.get(ConversationLifecycle);
    expect(await lifecycle.reprocess('ada', ID, 'user_reprocess')).toMatchObject({ revision: 2 });
    expect(await lifecycle.reprocess('ada', ID, 'split')).toMatchObject({ revision: 3 });
    await is('completed');
    expect(await head()).toMatchObject({ revision: 3, processing_trigger: 'split' });
  });

  it('is not set aside any more, whatever is found later', async () => {
    understanding.verdict = 'discard';
    await completed();
    expect(await get()).toMatchObject({ discarded: true, structured: { title: '' } });
    const answer = await again();
    expect(answer).toMatchObject({ discarded: false, structured: { title: 'A Talk' } });
    await bench.get(ConversationLifecycle).reprocess('ada', ID, 'sync_update');
    await is('completed');
    expect(await get()).toMatchObject({ discarded: false, relevance_decision: { reason: 'restored' } });
  });

  it('is set aside and taken back as its owner wants', async () => {
    await completed();
    const find = () => bench.get(ConversationSearch).search('ada', { text: 'report', limit: 5 });
    await bench.until(async () => expect(await find()).not.toEqual([]));
    expect(await processing().setDiscarded('ada', ID, true)).toMatchObject({ discarded: true });
    await bench.until(async () => expect(await find()).toEqual([]));
    const back = await bench.settled(processing().setDiscarded('ada', ID, false));
    expect(back).toMatchObject({ discarded: false, relevance_decision: { reason: 'restore' } });
    await bench.until(async () => expect(await find()).not.toEqual([]));
    expect(await processing().setDiscarded('ada', ID, false)).toMatchObject({ revision: back.revision });
  });

  it('keeps what its owner has written', async () => {
    await completed();
    await bench.get(ConversationEdits).describe('ada', ID, { title: 'My own words' });
    expect((await again()).structured).toMatchObject({ title: 'My own words', overview: SEGMENT.text });
  });

  it('is refused while it is recorded, for an app that is not there, and for strangers', async () => {
    await put();
    const notOver = { code: 'CONVERSATION_NOT_OVER', kind: 'conflict' };
    const missing = { code: 'CONVERSATION_NOT_FOUND', kind: 'not_found' };
    await expect(processing().reprocess('ada', ID, {})).rejects.toMatchObject(notOver);
    await expect(processing().setDiscarded('ada', ID, true)).rejects.toMatchObject(notOver);
    const lifecycle = bench.get(ConversationLifecycle);
    for (const status of ['merging', 'merged'] as const) {
      await bench.get(ConversationRepository).changeHead('ada', ID, () => ({ status }));
      await expect(lifecycle.reprocess('ada', ID, 'sync_update')).rejects.toMatchObject(notOver);
    }
    await bench.get(ConversationRepository).changeHead('ada', ID, () => ({ status: 'in_progress' }));
    await processing().finalize('ada', ID);
    await is('completed');
    await expect(processing().reprocess('ada', ID, { appId: 'poet' })).rejects.toMatchObject({
      code: 'APP_NOT_FOUND',
      kind: 'not_found',
    });
    await expect(processing().reprocess('eve', ID, {})).rejects.toMatchObject(missing);
    await expect(processing().reprocess('eve', ID, { appId: 'poet' })).rejects.toMatchObject(missing);
    await expect(processing().setDiscarded('eve', ID, true)).rejects.toMatchObject(missing);
    expect(await get()).toMatchObject({ revision: 1, discarded: false });
  });

  it('is visible under its first words when it cannot be understood, and can be tried again', async () => {
    failAll();
    await put();
    await processing().finalize('ada', ID);
    await is('failed', 60_000);
    const failed = await get();
    expect(failed).toMatchObject({ failure_code: 'MODEL_AWAY', summary_retryable: true, discarded: false });
    expect(failed.structured).toMatchObject({
      title: 'I will send the report tomorrow',
      overview: '',
      action_items: [],
      events: [],
    });
    const { attempts } = processConversation;
    expect(await progress()).toMatchObject({ status: 'dead_letter', isRetryable: true, attempts });
    const find = () => bench.get(ConversationSearch).search('ada', { text: 'report', limit: 5 });
    await bench.until(async () => expect(await find()).not.toEqual([]));
    expect(bench.get(NotedExtractions).seen).toEqual([]);

    const answer = await again();
    expect(answer).toMatchObject({
      status: 'completed',
      failure_code: null,
      summary_retryable: false,
      structured: { title: 'A Talk' },
    });
    await bench.until(() => expect(told).toEqual([{ ownerId: 'ada', conversationId: ID, isNew: true }]));
  }, 60_000);

  it('says that nothing can be hoped for when nobody foresaw the failure', async () => {
    understanding.failures.push(new Error('nobody foresaw this'));
    await put();
    await processing().finalize('ada', ID);
    await is('failed');
    expect(await get()).toMatchObject({ failure_code: 'INTERNAL', summary_retryable: false });
    expect(await progress()).toMatchObject({ status: 'dead_letter', isRetryable: false, attempts: 1 });
  });

  it('falls back to the results that it had when it cannot be understood anew', async () => {
    await completed();
    const { structured } = await get();
    failAll();
    await bench.get(ConversationLifecycle).reprocess('ada', ID, 'user_reprocess');
    await is('completed', 60_000);
    expect(await get()).toMatchObject({ structured, failure_code: 'MODEL_AWAY', summary_retryable: true });
    expect(await progress()).toMatchObject({ status: 'dead_letter', conversationStatus: 'completed' });
    expect(await again()).toMatchObject({ failure_code: null, revision: 3 });
  }, 60_000);

  it('is kept when nobody can judge whether it matters', async () => {
    understanding.relevance = () => Promise.reject(AWAY());
    await completed();
    expect(await get()).toMatchObject({
      discarded: false,
      relevance_decision: { verdict: 'keep', decided_by: 'policy', reason: 'model_error' },
      structured: { title: 'A Talk' },
    });
  });

  it('stays deleted when it is deleted while it is processed', async () => {
    await completed();
    const released = Promise.withResolvers<void>();
    const structure = understanding.structure.bind(understanding);
    understanding.structure = async (input) => {
      await released.promise;
      return structure(input);
    };
    await bench.get(ConversationLifecycle).reprocess('ada', ID, 'user_reprocess');
    await bench.passTime(1_000);
    await bench.settled(bench.get(ConversationsService).delete('ada', ID));
    released.resolve();
    await bench.passTime(30_000);
    await expect(get()).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
    await expect(bench.get(ConversationsService).delete('ada', ID)).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
    const receipts = await bench
      .get(DocumentStore)
      .query({ collection: `users/ada/conversations/${ID}/receipts` });
    expect(receipts.documents).toEqual([]);
    await bench.until(async () => expect(await tasks()).toEqual([]));
  });

  it('tells how far it is, under one job id for one revision', async () => {
    await put();
    await expect(progress()).rejects.toMatchObject({ code: 'FINALIZATION_NOT_FOUND' });
    await processing().finalize('ada', ID);
    const first = await progress();
    expect(first).toMatchObject({ conversationStatus: 'processing', terminal: false, isRetryable: false });
    await is('completed');
    await bench.until(async () => expect((await progress()).terminal).toBe(true));
    expect(await progress()).toMatchObject({
      jobId: first.jobId,
      status: 'completed',
      attempts: 1,
      pending: [],
    });
    await again();
    expect((await progress()).jobId).not.toBe(first.jobId);
    await expect(bench.get(ProcessingProgress).of('eve', ID)).rejects.toMatchObject({
      code: 'CONVERSATION_NOT_FOUND',
    });
  });

  it('keeps a talk that a calendar knows as a meeting, and says which', async () => {
    understanding.verdict = 'discard';
    await put();
    const meeting = {
      calendar_event_id: 'event-1',
      title: 'Budget',
      participants: [{ name: 'Anna' }],
      start_time: bench.clock.now(),
      duration_minutes: 30,
      calendar_source: 'system_calendar',
    };
    await processing().finalize('ada', ID, meeting);
    await is('completed');
    expect(await get()).toMatchObject({
      discarded: false,
      relevance_decision: { reason: 'calendar_meeting' },
      external_data: { calendar_meeting_context: { title: 'Budget' } },
    });
  });
});
