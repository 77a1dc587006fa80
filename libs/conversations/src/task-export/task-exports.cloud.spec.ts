import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { pullTaskService } from '#libs/contracts';
import { Collection, DocumentStore } from '#libs/storage';
import { JobQueue } from '#libs/queue';
import { actionItemCollection } from '../action-items/action-item.collections.js';
import { ActionItemsService } from '../action-items/action-items.service.js';
import { ConversationsBench } from '../testing/conversations-bench.js';
import { TaskConnections } from './task-connections.js';
import { TaskExports } from './task-exports.js';

const url = inject('caldavUrl');
let lists = 0;

describe.skipIf(url === null)('tasks of an owner who has a CalDAV list', () => {
  let bench: ConversationsBench;
  let tasks: ActionItemsService;
  let connections: TaskConnections;
  let listUrl: string;
  const authorization = `Basic ${Buffer.from('ada:lovelace').toString('base64')}`;
  beforeEach(async () => {
    bench = await ConversationsBench.start();
    tasks = bench.get(ActionItemsService);
    connections = bench.get(TaskConnections);
    listUrl = `${url}/ada/errands${(lists += 1)}/`;
    const body =
      '<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>';
    await fetch(listUrl, { method: 'MKCALENDAR', headers: { authorization }, body });
  });
  afterEach(() => bench.stop());

  const connect = (password = 'lovelace') =>
    connections.connect('ada', { url: url!, username: 'ada', password }, listUrl);
  const create = (description: string) => bench.settled(tasks.create('ada', { description }));
  const files = async (): Promise<string[]> => {
    const answer = await fetch(listUrl, { method: 'PROPFIND', headers: { authorization, depth: '1' } });
    return [...(await answer.text()).matchAll(/[0-9a-f-]{36}(?=\.ics)/g)].map(([id]) => id);
  };
  const there = async (id: string) =>
    (await fetch(`${listUrl}${id}.ics`, { headers: { authorization } })).text();
  const putThere = (id: string, body: string) =>
    fetch(`${listUrl}${id}.ics`, { method: 'PUT', headers: { authorization }, body });
  const untilThere = (id: string, text: string) =>
    bench.until(async () => expect(await there(id)).toContain(text));

  it('are copied there, those that were open before included', async () => {
    const before = await create('Call Tom');
    await bench.settled(connect());
    const after = await create('Buy milk');
    await untilThere(before.id, 'SUMMARY:Call Tom');
    await untilThere(after.id, 'SUMMARY:Buy milk');
    await bench.until(async () =>
      expect(await tasks.get('ada', after.id)).toMatchObject({ exported: true, export_platform: 'caldav' }),
    );
  });

  it('may be put in there alone', async () => {
    const task = {
      title: 'Order tea',
      description: 'the green one',
      dueAt: new Date('2026-03-06T09:00:00Z'),
    };
    const add = () => bench.settled(connections.addTask('ada', task));
    await expect(add()).rejects.toMatchObject({ code: 'TASK_SERVICE_NOT_CONNECTED' });
    await bench.settled(connect());
    const id = await add();
    expect(await there(id)).toContain('SUMMARY:Order tea: the green one');
    expect((await tasks.list('ada', {}, { limit: 10, offset: 0 })).items).toEqual([]);
  });

  it('are changed and deleted there with their original', async () => {
    await bench.settled(connect());
    const { id } = await create('Buy milk');
    await untilThere(id, 'SUMMARY:Buy milk');
    await bench.settled(tasks.update('ada', id, { description: 'Buy oat milk', completed: true }));
    await untilThere(id, 'STATUS:COMPLETED');
    await untilThere(id, 'SUMMARY:Buy oat milk');
    await bench.settled(tasks.delete('ada', id));
    await bench.until(async () => expect(await files()).toEqual([]));
  });

  it('are done here when they are ticked off there, and keep what their owner wrote there', async () => {
    await bench.settled(connect());
    const { id } = await create('Buy milk');
    await untilThere(id, 'SUMMARY:Buy milk');
    await bench.until(async () => expect((await tasks.get('ada', id)).exported).toBe(true));
    const edited = (await there(id)).replace('STATUS:NEEDS-ACTION', 'STATUS:COMPLETED');
    await putThere(id, edited.replace('SUMMARY:Buy milk', 'SUMMARY:Two litres of milk'));
    await bench.until(async () => expect((await tasks.get('ada', id)).completed).toBe(true), 30_000);
    await bench.settled(tasks.update('ada', id, { due_at: new Date('2026-03-07T09:00:00Z') }));
    await untilThere(id, 'DUE:20260307T090000Z');
    expect(await there(id)).toContain('SUMMARY:Two litres of milk');
    expect(await there(id)).toContain('STATUS:COMPLETED');
  });

  it('are one copy each, even when a process died before it could note that it wrote one', async () => {
    await bench.settled(connect());
    const { id } = await create('Buy milk');
    await untilThere(id, 'SUMMARY:Buy milk');
    await bench.until(async () => expect((await tasks.get('ada', id)).exported).toBe(true));
    const rows = new Collection(bench.get(DocumentStore), actionItemCollection);
    await bench.settled(rows.merge('ada', id, { export_copy: null, description: 'Buy oat milk' }));
    await bench.settled(bench.get(TaskExports).sync('ada', id));
    await untilThere(id, 'SUMMARY:Buy oat milk');
    expect(await files()).toEqual([id]);
  });

  it('are not put back when their owner deleted them there', async () => {
    await bench.settled(connect());
    const { id } = await create('Buy milk');
    await untilThere(id, 'SUMMARY:Buy milk');
    await bench.until(async () => expect((await tasks.get('ada', id)).exported).toBe(true));
    await fetch(`${listUrl}${id}.ics`, { method: 'DELETE', headers: { authorization } });
    await bench.settled(tasks.update('ada', id, { description: 'Buy oat milk' }));
    await bench.settled(bench.get(TaskExports).sync('ada', id));
    expect(await files()).toEqual([]);
    expect(await tasks.get('ada', id)).toMatchObject({ description: 'Buy oat milk', completed: false });
  });

  it('are nobody else’s, and stop with the connection', async () => {
    await bench.settled(connect());
    const foreign = await bench.settled(tasks.create('eve', { description: 'Plan the heist' }));
    await bench.passTime(1_000);
    expect(await bench.get(TaskConnections).view('eve')).toBeNull();
    await bench.settled(connections.disconnect('ada'));
    const { id } = await create('Buy milk');
    await bench.until(async () => expect(await bench.get(JobQueue).count({ ownerId: 'ada' })).toBe(0));
    expect(await files()).toEqual([]);
    expect([foreign.exported, (await tasks.get('ada', id)).exported]).toEqual([false, false]);
  });

  it('are reached with a password that is encrypted on the disk whatever level the owner has chosen', async () => {
    await bench.settled(connect());
    await bench.until(async () =>
      expect(await bench.get(JobQueue).isPending(pullTaskService, { ownerId: 'ada' })).toBe(true),
    );
    const folder = await bench.wreck();
    const names = (await readdir(folder)).filter((name) => /\.db(?:-wal)?$/.test(name));
    const stored = Buffer.concat(await Promise.all(names.map((name) => readFile(join(folder, name)))));
    await rm(folder, { recursive: true });
    expect(stored.includes('task_integrations')).toBe(true);
    expect(stored.includes('lovelace')).toBe(false);
    expect(await connections.view('ada')).not.toHaveProperty('password');
  });

  it('wait for a server that refuses, and say so', async () => {
    await expect(bench.settled(connect('guessed'))).rejects.toMatchObject({ code: 'TASK_SERVICE_REFUSED' });
    expect(await connections.view('ada')).toBeNull();
  });
});
