import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UsersRepository } from '#libs/accounts';
import { armDailySummary, summarizeDays } from '#libs/contracts';
import { ManualClock } from '#libs/kernel/testing';
import { JobQueue } from '#libs/queue';
import { Collection, DataLifecycle, DocumentStore } from '#libs/storage';
import { NotificationChannel, NotificationChannels } from '../notifications/notification-channels.js';
import type { Notification } from '../notifications/notification.js';
import { conversationCollection } from '../store/collections.js';
import { newConversationRow } from '../store/conversation-row.js';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { DailySummaries } from './daily-summaries.js';
import { SummarySettings } from './summary-settings.js';
import { SummaryTimer } from './summary-timer.js';

const MINUTE_MS = 60_000;
const ALL = { limit: 50, offset: 0 };
const at = (iso: string) => Date.parse(iso);

class NotingChannel extends NotificationChannel {
  readonly told: Notification['data'][] = [];
  override deliver(_: string, { data }: Notification): Promise<void> {
    this.told.push(data);
    return Promise.resolve();
  }
}

// The bench's owners live in Berlin.
describe('daily summaries', () => {
  let bench: ConversationsBench;
  let channel: NotingChannel;
  const open = async (iso: string, dataDir?: string) => {
    bench = await ConversationsBench.start({ clock: new ManualClock(at(iso)), ...(dataDir && { dataDir }) });
    channel = new NotingChannel();
    bench.get(NotificationChannels).register(channel);
  };
  /** A power cut, and a start at another time. */
  const restart = async (iso: string) => {
    const dataDir = await bench.wreck();
    await bench.stop();
    await open(iso, dataDir);
  };
  const settle = async (owner: string, wishes: { enabled?: boolean; hour?: number }) => {
    const user = {
      id: owner,
      name: null,
      email: null,
      created_at: bench.clock.now(),
      time_zone: 'UTC',
      language: 'en',
      is_admin: false,
    };
    await bench.settled(bench.get(UsersRepository).save(user));
    await bench.settled(bench.get(SummarySettings).change(owner, wishes));
  };
  beforeEach(() => open('2026-03-05T16:00:00Z'));
  afterEach(() => bench.stop());

  /** A finished conversation of this moment, with its effect on the timer. */
  const talk = async (id: string, title: string, owner = 'ada') => {
    const fields = {
      id,
      source: 'omi',
      language: 'en',
      timeoutSeconds: 120,
      clientDeviceId: null,
      clientPlatform: null,
    } as const;
    const row = newConversationRow(fields, bench.clock.now());
    const finished_at = new Date(bench.clock.nowMs() + 30 * MINUTE_MS);
    const structured = {
      ...row.structured,
      title,
      overview: `We talked about ${title}. Tom decided to paint the fence.`,
    };
    const rows = new Collection(bench.get(DocumentStore), conversationCollection);
    await bench.settled(
      rows.set(owner, id, { ...row, status: 'completed', finished_at, structured, revision: 1 }),
    );
    await bench.settled(
      bench.get(JobQueue).enqueue(armDailySummary, { ownerId: owner, conversationId: id, revision: 1 }),
    );
    await bench.until(async () =>
      expect(await bench.get(JobQueue).isPending(summarizeDays, { ownerId: owner })).toBe(true),
    );
  };
  const dates = async (owner = 'ada') =>
    (await bench.get(DailySummaries).list(owner, ALL)).map(({ date }) => date);
  const untilDates = (...expected: string[]) =>
    bench.until(async () => expect(await dates()).toEqual(expected));

  it('are made once at the owner’s hour, and told', async () => {
    await restart('2026-03-05T20:30:00Z');
    await talk('c1', 'the garden');
    await talk('c2', 'the budget');
    await bench.passTime(29 * MINUTE_MS);
    expect(await dates()).toEqual([]);
    await bench.passTime(2 * MINUTE_MS);
    await untilDates('2026-03-05');
    const [summary] = await bench.get(DailySummaries).list('ada', ALL);
    expect(summary).toMatchObject({
      headline: 'the garden · the budget',
      stats: { total_conversations: 2, total_duration_minutes: 60, action_items_count: 0 },
      decisions_made: [
        { decision: 'Tom decided to paint the fence.', conversation_id: 'c1' },
        { decision: 'Tom decided to paint the fence.', conversation_id: 'c2' },
      ],
    });
    await bench.until(() => expect(channel.told).toHaveLength(1));
    expect(channel.told[0]).toMatchObject({
      type: 'day_summary',
      notification_type: 'daily_summary',
      navigate_to: `/daily-summary/${summary!.id}`,
    });
    await bench.passTime(10 * MINUTE_MS);
    expect(channel.told).toHaveLength(1);
  });

  it('are caught up once when the server was away at the hour', async () => {
    await talk('c1', 'the garden');
    await restart('2026-03-07T09:00:00Z');
    await untilDates('2026-03-05');
    await bench.until(() => expect(channel.told).toHaveLength(1));
    await restart('2026-03-07T09:05:00Z');
    await bench.passTime(5 * MINUTE_MS);
    expect([await dates(), channel.told]).toEqual([['2026-03-05'], []]);
  });

  it('are not made of a day without conversations, and the timer ends until there is one', async () => {
    await talk('c1', 'the garden');
    await restart('2026-03-06T09:00:00Z');
    await untilDates('2026-03-05');
    await restart('2026-03-07T09:00:00Z');
    const queue = bench.get(JobQueue);
    await bench.until(async () =>
      expect(await queue.isPending(summarizeDays, { ownerId: 'ada' })).toBe(false),
    );
    expect(await dates()).toEqual(['2026-03-05']);
    await talk('c2', 'the budget');
    await restart('2026-03-07T21:01:00Z');
    await untilDates('2026-03-07', '2026-03-05');
  });

  it.each([
    ['is skipped', '2026-03-28T12:00:00Z', 2, '2026-03-29T00:59:00Z', '2026-03-28'],
    ['comes twice', '2026-10-24T12:00:00Z', 2, '2026-10-24T23:59:00Z', '2026-10-24'],
  ])('are made once when the hour %s', async (_, spoken, hour, before, date) => {
    await restart(spoken);
    await settle('ada', { hour });
    await talk('c1', 'the garden');
    await restart(before);
    await bench.passTime(3 * MINUTE_MS);
    await restart(new Date(at(before) + 2 * 60 * MINUTE_MS).toISOString());
    await bench.passTime(3 * MINUTE_MS);
    await untilDates(date);
    await restart(new Date(at(before) + 3 * 60 * MINUTE_MS).toISOString());
    await bench.passTime(3 * MINUTE_MS);
    expect(await dates()).toEqual([date]);
  });

  it('follow the owner’s wishes', async () => {
    await settle('ada', { enabled: false });
    const fields = { ownerId: 'ada' };
    await bench.settled(bench.get(SummaryTimer).arm('ada'));
    expect(await bench.get(JobQueue).isPending(summarizeDays, fields)).toBe(false);
    await settle('ada', { enabled: true, hour: 18 });
    await talk('c1', 'the garden');
    await bench.settled(bench.get(SummaryTimer).rearm('ada'));
    await bench.passTime(61 * MINUTE_MS);
    await untilDates('2026-03-05');
  });

  it('that were asked for early are made again when the day is due', async () => {
    await restart('2026-03-05T20:30:00Z');
    await talk('c1', 'the garden');
    const early = await bench.settled(bench.get(DailySummaries).makeNow('ada', null));
    expect(channel.told).toEqual([]);
    await talk('c2', 'the budget');
    await bench.passTime(31 * MINUTE_MS);
    await bench.until(async () =>
      expect(await bench.get(DailySummaries).get('ada', '2026-03-05')).toMatchObject({
        id: early.id,
        stats: { total_conversations: 2 },
      }),
    );
    await expect(bench.get(DailySummaries).makeNow('eve', '2026-03-05')).rejects.toMatchObject({
      code: 'DAY_WITHOUT_CONVERSATIONS',
    });
  });

  it('are nobody else’s, and stay away when they are deleted', async () => {
    await talk('c1', 'the garden');
    await restart('2026-03-06T09:00:00Z');
    await untilDates('2026-03-05');
    const missing = { code: 'DAILY_SUMMARY_NOT_FOUND' };
    await expect(bench.get(DailySummaries).get('eve', '2026-03-05')).rejects.toMatchObject(missing);
    await expect(bench.get(DailySummaries).delete('eve', '2026-03-05')).rejects.toMatchObject(missing);
    await bench.settled(bench.get(DailySummaries).delete('ada', '2026-03-05'));
    await restart('2026-03-06T10:00:00Z');
    await bench.passTime(2 * MINUTE_MS);
    expect(await dates()).toEqual([]);
  });

  it('forget a conversation that is deleted', async () => {
    await talk('c1', 'the garden');
    await talk('c2', 'the budget');
    await restart('2026-03-06T09:00:00Z');
    await untilDates('2026-03-05');
    const rows = new Collection(bench.get(DocumentStore), conversationCollection);
    await bench.settled(rows.delete('ada', 'c1'));
    await bench.settled(bench.get(DataLifecycle).deleteConversation('ada', 'c1'));
    const summary = async () => bench.get(DailySummaries).get('ada', '2026-03-05');
    expect(JSON.stringify(await summary())).not.toMatch(/garden/);
    await bench.until(async () =>
      expect(await summary()).toMatchObject({ headline: 'the budget', stats: { total_conversations: 1 } }),
    );
    expect(await bench.get(DataLifecycle).findConversation('ada', 'c1')).toEqual([]);
  });
});
