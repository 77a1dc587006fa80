import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActionItem } from '#libs/contracts';
import { Collection, DocumentStore } from '#libs/storage';
import { ConversationsService } from '../conversations.service.js';
import { conversationCollection } from '../store/collections.js';
import { newConversationRow, type ConversationRow } from '../store/conversation-row.js';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { ActionItemConsequences } from './action-item-consequences.js';
import { ActionItemsService } from './action-items.service.js';
import { ConversationTasks } from './conversation-tasks.js';
import { ConversationTasksRepository } from './conversation-tasks.repository.js';

const ALL = { limit: 50, offset: 0 };
const item = (
  description: string,
  segmentIds: string[] = ['s1'],
  due_at: Date | null = null,
): ActionItem => ({
  description,
  completed: false,
  created_at: null,
  updated_at: null,
  due_at,
  completed_at: null,
  conversation_id: null,
  source_segment_ids: segmentIds,
});

describe('tasks of conversations', () => {
  let bench: ConversationsBench;
  let tasks: ConversationTasks;
  let list: ActionItemsService;
  let rows: Collection<ConversationRow>;
  beforeEach(async () => {
    bench = await ConversationsBench.start();
    tasks = bench.get(ConversationTasks);
    list = bench.get(ActionItemsService);
    rows = new Collection(bench.get(DocumentStore), conversationCollection);
  });
  afterEach(() => bench.stop());

  /** Has a conversation finished with these tasks, as the pipeline does, its effect included. */
  const finish = async (id: string, revision: number, items: ActionItem[], owner = 'ada') => {
    const fields = {
      id,
      source: 'omi',
      language: 'en',
      timeoutSeconds: 120,
      clientDeviceId: null,
      clientPlatform: null,
    } as const;
    const before = (await rows.get(owner, id))?.data ?? newConversationRow(fields, bench.clock.now());
    const structured = { ...before.structured, title: 'A Talk', action_items: items };
    await rows.set(owner, id, { ...before, status: 'completed', revision, structured });
    await bench.settled(tasks.save({ ownerId: owner, conversationId: id, revision }));
  };
  const shown = async (id: string) =>
    (await bench.get(ConversationsService).get('ada', id)).structured.action_items.map((task) => [
      task.description,
      task.completed,
    ]);
  const listed = async (owner = 'ada') => (await list.list(owner, {}, ALL)).items;

  it('are one list: what is done in one place shows in the other', async () => {
    await finish('c1', 1, [item('Call Tom', ['s1']), item('Send the report', ['s2'])]);
    const [first] = await tasks.list('ada', 'c1');
    await list.update('ada', first!.id, { completed: true, description: 'Call Tom Baker' });
    expect(await shown('c1')).toEqual([
      ['Call Tom Baker', true],
      ['Send the report', false],
    ]);
    await tasks.setCompleted('ada', 'c1', [
      { index: 1, completed: true },
      { index: 7, completed: true },
    ]);
    expect((await listed()).every(({ completed }) => completed)).toBe(true);
    await tasks.delete('ada', 'c1', 'send the report');
    expect((await listed()).map(({ description }) => description)).toEqual(['Call Tom Baker']);
  });

  it('keep id, completion, words and export of what is extracted again, and lose only what nobody touched', async () => {
    await finish('c1', 1, [
      item('Call Tom', ['s1']),
      item('Send the report to Karen', ['s2']),
      item('Buy milk', ['s3']),
      item('Water the plants', ['s4']),
    ]);
    const [call, send, buy] = await tasks.list('ada', 'c1');
    await list.update('ada', call!.id, { completed: true });
    await list.update('ada', send!.id, { description: 'Mail the numbers to Karen', exported: true });
    await finish('c1', 2, [
      item('Send Karen the sales report', ['s2']),
      item('Buy oat milk', ['s3']),
      item('Book a table', ['s5']),
    ]);
    const after = await tasks.list('ada', 'c1');
    expect(after.map(({ description }) => description)).toEqual([
      'Call Tom',
      'Mail the numbers to Karen',
      'Buy oat milk',
      'Book a table',
    ]);
    expect(after.slice(0, 3).map(({ id }) => id)).toEqual([call!.id, send!.id, buy!.id]);
    expect(after[0]).toMatchObject({ completed: true });
    expect(after[1]).toMatchObject({ exported: true });
    expect(await listed()).toHaveLength(4);
  });

  it('are named again to the job that saved them and died before anything followed', async () => {
    await finish('talk', 1, []);
    const run = { ownerId: 'ada', conversationId: 'talk', revision: 2 };
    await rows.update('ada', 'talk', { revision: 2 });
    const save = () =>
      bench.get(ConversationTasksRepository).saveOnce(run, [item('Call the plumber')], new Map());
    const saved = await save();
    expect(saved).toHaveLength(1);
    expect(await save()).toEqual(saved);
    await bench.settled(bench.get(ActionItemConsequences).follow('ada', saved));
    await bench.until(async () => expect(await save()).toEqual([]));
  });

  it('stay away once their owner deleted them, however they are worded the next time', async () => {
    await finish('c1', 1, [item('Call Tom', ['s1']), item('Send the report', ['s1'])]);
    await tasks.delete('ada', 'c1', 'Call Tom');
    await finish('c1', 2, [item('Ring up Tom', ['s1']), item('Send the report', ['s1'])]);
    expect(await shown('c1')).toEqual([['Send the report', false]]);
  });

  it('change nothing when the job runs again', async () => {
    await finish('c1', 1, [item('Call Tom')]);
    const [task] = await listed();
    await list.delete('ada', task!.id);
    await bench.settled(tasks.save({ ownerId: 'ada', conversationId: 'c1', revision: 1 }));
    expect(await listed()).toEqual([]);
  });

  it('are one task when another conversation speaks of an open one, and go on with that one', async () => {
    await finish('c1', 1, [item('Send the report to Karen', ['a1'])]);
    await finish('c2', 1, [item('Email the report to Karen', ['b1'])]);
    const [task, ...others] = await listed();
    expect(others).toEqual([]);
    expect(await shown('c2')).toEqual([['Send the report to Karen', false]]);
    expect((await list.list('ada', { conversationId: 'c2' }, ALL)).items.map(({ id }) => id)).toEqual([
      task!.id,
    ]);
    await bench.settled(bench.get(ConversationsService).delete('ada', 'c1'));
    await bench.until(async () =>
      expect(await listed()).toMatchObject([
        { id: task!.id, conversation_id: 'c2', source_segment_ids: ['b1'] },
      ]),
    );
  });

  it('are a task of their own when the other one is done, or of somebody else', async () => {
    await finish('c1', 1, [item('Send the report')]);
    await tasks.setCompleted('ada', 'c1', [{ index: 0, completed: true }]);
    await finish('c2', 1, [item('Send the report')]);
    await finish('c3', 1, [item('Send the report')], 'eve');
    expect([(await listed()).length, (await listed('eve')).length]).toEqual([2, 1]);
    await expect(tasks.list('eve', 'c1')).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
  });

  it('go with their conversation', async () => {
    await finish('c1', 1, [item('Call Tom')]);
    await bench.settled(bench.get(ConversationsService).delete('ada', 'c1'));
    await bench.until(async () => expect(await listed()).toEqual([]));
  });
});
