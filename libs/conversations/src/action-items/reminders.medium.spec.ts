import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { remindOfActionItem, settleActionItem } from '#libs/contracts';
import { ManualClock } from '#libs/kernel/testing';
import { JobQueue } from '#libs/queue';
import { Collection, DocumentStore } from '#libs/storage';
import { NotificationChannel, NotificationChannels } from '../notifications/notification-channels.js';
import type { Notification } from '../notifications/notification.js';
import { notificationCollection } from '../notifications/notification.js';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { actionItemCollection } from './action-item.collections.js';
import { ActionItemsService } from './action-items.service.js';
import { TaskSweep } from './task-sweep.js';

const MINUTE_MS = 60_000;
/** Until a task of these tests is due. */
const SOON_MS = 10 * MINUTE_MS;

/** Another way to clients, such as a push service. */
class NotingChannel extends NotificationChannel {
  readonly told: (Notification['data'] & { owner: string })[] = [];

  override deliver(owner: string, { data }: Notification): Promise<void> {
    this.told.push({ ...data, owner });
    return Promise.resolve();
  }
}

describe('reminders', () => {
  let bench: ConversationsBench;
  let tasks: ActionItemsService;
  let channel: NotingChannel;
  const open = async (options: Parameters<typeof ConversationsBench.start>[0] = {}) => {
    bench = await ConversationsBench.start(options);
    tasks = bench.get(ActionItemsService);
    channel = new NotingChannel();
    bench.get(NotificationChannels).register(channel);
  };
  beforeEach(() => open());
  afterEach(() => bench.stop());

  /** A power cut, and a start with a clock that says something else. */
  const restart = async (nowMs: number) => {
    const dataDir = await bench.wreck();
    await bench.stop();
    await open({ dataDir, clock: new ManualClock(nowMs) });
  };
  const inMs = (ms: number) => new Date(bench.clock.nowMs() + ms);
  const create = (description: string, due_at: Date | null) =>
    bench.settled(tasks.create('ada', { description, due_at }));
  const quiet = () =>
    bench.until(async () =>
      expect(
        await bench.get(JobQueue).isPending(settleActionItem, { ownerId: 'ada', actionItemId: '-' }),
      ).toBe(false),
    );
  const types = () => channel.told.map(({ type, due }) => (due ? `${type} now` : type));
  const untilTold = (...expected: string[]) => bench.until(() => expect(types()).toEqual(expected));
  const armed = (id: string) =>
    bench.get(JobQueue).isPending(remindOfActionItem, { ownerId: 'ada', actionItemId: id });

  it('are announced with the date, and given once when the time has come', async () => {
    const due = inMs(SOON_MS);
    const { id } = await create('Buy milk', due);
    await untilTold('action_item_reminder');
    expect(channel.told[0]).toEqual({
      owner: 'ada',
      type: 'action_item_reminder',
      action_item_id: id,
      description: 'Buy milk',
      due_at: due.toISOString(),
    });
    await bench.passTime(SOON_MS - MINUTE_MS);
    expect(types()).toHaveLength(1);
    await bench.passTime(2 * MINUTE_MS);
    await untilTold('action_item_reminder', 'action_item_reminder now');
    await bench.passTime(SOON_MS);
    expect(types()).toHaveLength(2);
  });

  it('follow the date: later, earlier, or away', async () => {
    const { id } = await create('Buy milk', inMs(SOON_MS));
    await untilTold('action_item_reminder');
    await bench.settled(tasks.update('ada', id, { due_at: inMs(3 * SOON_MS) }));
    await untilTold('action_item_reminder', 'action_item_update');
    await bench.passTime(2 * SOON_MS);
    expect(types()).toHaveLength(2);
    await bench.settled(tasks.update('ada', id, { due_at: inMs(MINUTE_MS) }));
    // Time must not pass it before it is known: then it would only be told as a change.
    await bench.until(() => expect(types()).toHaveLength(3));
    await bench.passTime(2 * MINUTE_MS);
    await bench.until(() => expect(types().at(-1)).toBe('action_item_reminder now'));
    await bench.settled(tasks.update('ada', id, { due_at: null }));
    await bench.until(() => expect(types().at(-1)).toBe('action_item_delete'));
    expect(await armed(id)).toBe(false);
  });

  it.each([
    ['completed', (id: string) => tasks.update('ada', id, { completed: true })],
    ['undated', (id: string) => tasks.update('ada', id, { due_at: null })],
    ['deleted', (id: string) => tasks.delete('ada', id)],
  ])('never come for a task that was %s', async (_, end: (id: string) => Promise<unknown>) => {
    const { id } = await create('Buy milk', inMs(SOON_MS));
    await untilTold('action_item_reminder');
    await bench.settled(end(id));
    await untilTold('action_item_reminder', 'action_item_delete');
    await bench.passTime(2 * SOON_MS);
    await quiet();
    expect(types()).toHaveLength(2);
    expect(await armed(id)).toBe(false);
  });

  it('never come for a task that was never open and due', async () => {
    await create('Buy milk', null);
    await bench.settled(
      tasks.create('ada', { description: 'Old', completed: true, due_at: inMs(MINUTE_MS) }),
    );
    await create('Long ago', inMs(-SOON_MS));
    await bench.passTime(SOON_MS);
    await quiet();
    expect(types()).toEqual([]);
  });

  it('come once when the server was away at the time, and after its clock was wrong', async () => {
    await create('Buy milk', inMs(SOON_MS));
    await untilTold('action_item_reminder');
    await bench.until(async () => {
      const { documents } = await new Collection(bench.get(DocumentStore), actionItemCollection).query('ada');
      expect(documents[0]!.data.unsettled_since).toBeNull();
    });
    const nowMs = bench.clock.nowMs();
    await restart(nowMs - 5 * MINUTE_MS);
    await bench.passTime(14 * MINUTE_MS);
    expect(types()).toEqual([]);
    await restart(nowMs + 2 * 24 * 60 * MINUTE_MS);
    await untilTold('action_item_reminder now');
    await bench.passTime(SOON_MS);
    expect(types()).toHaveLength(1);
  });

  it('are not lost when a process dies between the change and its job', async () => {
    const rows = new Collection(bench.get(DocumentStore), actionItemCollection);
    const { id } = await create('Buy milk', null);
    await bench.until(async () => expect((await rows.get('ada', id))!.data.unsettled_since).toBeNull());
    await bench.settled(rows.merge('ada', id, { due_at: inMs(SOON_MS), unsettled_since: bench.clock.now() }));
    await bench.passTime(3 * MINUTE_MS);
    await untilTold('action_item_reminder');
    expect(await armed(id)).toBe(true);
  });

  it('leave no word of a deleted task behind', async () => {
    const stored = new Collection(bench.get(DocumentStore), notificationCollection);
    const { id } = await create('Buy milk', inMs(SOON_MS));
    await untilTold('action_item_reminder');
    await bench.settled(tasks.delete('ada', id));
    await untilTold('action_item_reminder', 'action_item_delete');
    const left = await Array.fromAsync(stored.each('ada'));
    expect(JSON.stringify(left.map(({ data }) => data))).not.toContain('milk');
  });

  it('are handed on by the sweep when their delivery was lost', async () => {
    const stored = new Collection(bench.get(DocumentStore), notificationCollection);
    const data = { type: 'action_item_delete', action_item_id: 't1' };
    const now = bench.clock.now();
    const waiting = { id: 'n1', data, about: 't1', created_at: now, pending_since: now };
    await bench.settled(stored.set('ada', 'n1', waiting));
    await bench.passTime(2 * MINUTE_MS);
    await bench.settled(bench.get(TaskSweep).sweep());
    await untilTold('action_item_delete');
    await bench.settled(bench.get(TaskSweep).sweep());
    expect(types()).toHaveLength(1);
  });

  it('reach the sockets of their owner, and nobody else’s', async () => {
    const [ada, eve] = await Promise.all([
      bench.device().connect(),
      bench.device({ ownerId: 'eve' }).connect(),
    ]);
    await create('Buy milk', inMs(MINUTE_MS));
    await bench.until(() => expect(ada.named('notification')).toHaveLength(1));
    await bench.passTime(2 * MINUTE_MS);
    await bench.until(() =>
      expect(ada.named('notification').map(({ type, due }) => [type, due])).toEqual([
        ['action_item_reminder', undefined],
        ['action_item_reminder', 'now'],
      ]),
    );
    expect(eve.named('notification')).toEqual([]);
  });
});
