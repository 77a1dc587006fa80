import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OwnerTimers, UsersRepository } from '#libs/accounts';
import { armDailySummary, pullTaskService, remindOfActionItem } from '#libs/contracts';
import { ManualClock } from '#libs/kernel/testing';
import { JobQueue } from '#libs/queue';
import { Collection, DocumentStore } from '#libs/storage';
import { actionItemCollection } from '../action-items/action-item.collections.js';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { Reminders } from '../action-items/reminders.js';
import { DailySummaries } from '../daily-summaries/daily-summaries.js';
import { summaryScheduleCollection } from '../daily-summaries/daily-summary.js';
import { SummarySettings } from '../daily-summaries/summary-settings.js';
import { SummaryTimer } from '../daily-summaries/summary-timer.js';
import { conversationCollection } from '../store/collections.js';
import { newConversationRow } from '../store/conversation-row.js';
import { taskConnectionCollection } from '../task-export/task-connection.js';
import { TaskConnections } from '../task-export/task-connections.js';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { ConversationTimers } from './conversation-timers.js';

const HOUR_MS = 3_600_000;

// The bench's owners live in Berlin.
describe('timers of conversations, after their jobs were lost', () => {
  let bench: ConversationsBench;
  let timers: OwnerTimers;
  beforeEach(async () => {
    bench = await ConversationsBench.start({ clock: new ManualClock(Date.parse('2026-03-05T16:00:00Z')) });
    timers = new OwnerTimers();
    const [reminders, connections] = [bench.get(Reminders), bench.get(TaskConnections)];
    new ConversationTimers(timers, reminders, connections, bench.get(SummaryTimer)).onModuleInit();
  });
  afterEach(() => bench.stop());

  const queue = () => bench.get(JobQueue);
  const rearm = (ownerId: string) => bench.settled(timers.rearm(ownerId));
  const inHours = (hours: number) => new Date(bench.clock.nowMs() + hours * HOUR_MS);
  const tasks = () => new Collection(bench.get(DocumentStore), actionItemCollection);
  const create = async (description: string, due_at: Date | null) => {
    const { id } = await bench.settled(bench.get(ActionItemsService).create('ada', { description, due_at }));
    await bench.until(async () => expect((await tasks().get('ada', id))?.data.unsettled_since).toBeNull());
    return id;
  };
  const loseJobs = async () => {
    await bench.until(async () => {
      await queue().forget({ ownerId: 'ada' });
      expect(await queue().count({ ownerId: 'ada' })).toBe(0);
    });
  };
  /** A finished conversation of this moment. */
  const talk = async () => {
    const about = { source: 'omi', language: 'en', timeoutSeconds: 120 } as const;
    const row = newConversationRow(
      { ...about, id: 'c1', clientDeviceId: null, clientPlatform: null },
      bench.clock.now(),
    );
    const rows = new Collection(bench.get(DocumentStore), conversationCollection);
    await bench.settled(
      rows.set('ada', 'c1', { ...row, status: 'completed', finished_at: bench.clock.now(), revision: 1 }),
    );
  };

  it('remind of what is open, due and not told yet, once', async () => {
    const open = await create('Buy milk', inHours(5));
    const missed = await create('Call Tom', inHours(4));
    const told = await create('Feed the cat', inHours(1));
    const done = await create('Pay rent', inHours(5));
    await create('Read a book', null);
    await bench.settled(bench.get(ActionItemsService).update('ada', done, { completed: true }));
    await bench.passTime(HOUR_MS);
    await bench.until(async () => expect((await tasks().get('ada', told))?.data.reminder?.fired).toBe(true));
    await loseJobs();
    await bench.passTime(3.5 * HOUR_MS);
    const pending = (actionItemId: string) =>
      queue().isPending(remindOfActionItem, { ownerId: 'ada', actionItemId });
    expect(await rearm('ada')).toBe(2);
    expect([await pending(open), await pending(told), await pending(done)]).toEqual([true, false, false]);
    const fired = async (id: string) => (await tasks().get('ada', id))?.data.reminder?.fired;
    await bench.until(async () => expect(await fired(missed)).toBe(true));
    expect(await fired(open)).toBe(false);
    await bench.passTime(HOUR_MS);
    await bench.until(async () => expect(await fired(open)).toBe(true));
    expect(await rearm('ada')).toBe(0);
  });

  it('look at a connected task service again', async () => {
    const connections = new Collection(bench.get(DocumentStore), taskConnectionCollection);
    const url = 'http://127.0.0.1:1/'; // nobody answers there
    await bench.settled(
      connections.set('ada', bench.get(TaskConnections).service, {
        ...{ id: 't1', url, username: 'ada', password: 'lovelace', list_url: url, list_name: 'Errands' },
        ...{ connected_at: bench.clock.now(), seen_mark: null, backfilled: true, failure_code: null },
      }),
    );
    expect(await rearm('ada')).toBe(1);
    expect(await rearm('ada')).toBe(1);
    expect(await queue().isPending(pullTaskService, { ownerId: 'ada' })).toBe(true);
    expect(await queue().count({ ownerId: 'ada' })).toBe(1);
  });

  it.each([
    ['was begun', true],
    ['was not, but there is something of today', false],
  ])('sum up the day at the owner’s hour when that %s', async (_, isBegun) => {
    await talk();
    const conversation = { ownerId: 'ada', conversationId: 'c1', revision: 1 };
    if (isBegun) await bench.settled(queue().enqueue(armDailySummary, conversation));
    const schedules = new Collection(bench.get(DocumentStore), summaryScheduleCollection);
    await bench.until(async () =>
      expect((await schedules.query('ada')).documents).toHaveLength(isBegun ? 1 : 0),
    );
    await loseJobs();
    expect([await rearm('ada'), await rearm('ada')]).toEqual([1, 1]);
    expect(await queue().count({ ownerId: 'ada' })).toBe(1);
    const dates = async () =>
      (await bench.get(DailySummaries).list('ada', { limit: 9, offset: 0 })).map(({ date }) => date);
    await bench.passTime(4.9 * HOUR_MS);
    expect(await dates()).toEqual([]);
    await bench.passTime(0.2 * HOUR_MS);
    await bench.until(async () => expect(await dates()).toEqual(['2026-03-05']));
  });

  it('leave owners alone who have none, or want none', async () => {
    await talk();
    expect(await rearm('eve')).toBe(0);
    const ada = { id: 'ada', name: null, email: null, created_at: bench.clock.now() };
    const account = { ...ada, time_zone: 'UTC', language: 'en', is_admin: false };
    await bench.settled(bench.get(UsersRepository).save(account));
    await bench.settled(bench.get(SummarySettings).change('ada', { enabled: false }));
    expect(await rearm('ada')).toBe(0);
    expect(await queue().counts()).toMatchObject({ waiting: 0, delayed: 0, active: 0 });
  });

  it('write nothing but jobs', async () => {
    await create('Buy milk', inHours(5));
    await talk();
    await loseJobs();
    const all = async () => {
      const found: string[] = [];
      for (const collection of ['action_items', 'notifications', 'daily_summary_schedule']) {
        const { documents } = await bench.get(DocumentStore).query({ collection: `users/ada/${collection}` });
        found.push(JSON.stringify(documents));
      }
      return found;
    };
    const before = await all();
    expect(await rearm('ada')).toBe(2);
    expect(await all()).toEqual(before);
  });
});
