import { describe, expect, inject, it } from 'vitest';
import { newId, SystemClock } from '#libs/kernel';
import { CaldavTaskExporter } from './caldav-task-exporter.js';
import { OutboundFetch } from './outbound-fetch.js';
import type { OutgoingTask } from './task-exporter.js';

const url = inject('caldavUrl');
const outbound = new OutboundFetch({ outbound: { mayReachPrivateAddresses: true } } as never);
const exporter = new CaldavTaskExporter(outbound, new SystemClock());
let accounts = 0;

const task = (fields: Partial<OutgoingTask> = {}): OutgoingTask => ({
  id: newId(),
  description: 'Send the report; to Karen, soon',
  dueAt: new Date('2026-03-06T22:59:00Z'),
  completed: false,
  completedAt: null,
  createdAt: new Date('2026-03-05T16:00:00Z'),
  ...fields,
});

describe.skipIf(url === null)('tasks on a real CalDAV server', () => {
  const credential = (name: string) => `Basic ${Buffer.from(`${name}:lovelace`).toString('base64')}`;
  /** An account of its own, with a list of appointments and one of tasks. */
  const account = async () => {
    accounts += 1;
    const username = `ada${accounts}`;
    const make = async (name: string, component: string) => {
      const answer = await fetch(`${url}/${username}/${name}/`, {
        method: 'MKCALENDAR',
        headers: { authorization: credential(username) },
        body: `<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>${name}</D:displayname>
          <C:supported-calendar-component-set><C:comp name="${component}"/></C:supported-calendar-component-set></D:prop></D:set></C:mkcalendar>`,
      });
      expect(answer.status).toBe(201);
    };
    await make('meetings', 'VEVENT');
    await make('errands', 'VTODO');
    const access = { url: `${url}/`, username, password: 'lovelace' };
    const text = async (href: string) =>
      (await fetch(href, { headers: { authorization: credential(username) } })).text();
    const put = async (href: string, body: string) =>
      fetch(href, { method: 'PUT', headers: { authorization: credential(username) }, body });
    return { access, listUrl: `${url}/${username}/errands/`, text, put };
  };

  it('finds the lists that can hold tasks, by the address of the server alone', async () => {
    const { access, listUrl } = await account();
    expect(await exporter.lists(access)).toEqual([{ url: listUrl, name: 'errands' }]);
  });

  it('writes a task that other clients read', async () => {
    const { access, listUrl, text } = await account();
    const { href, isNew } = await exporter.create(access, listUrl, task());
    expect(isNew).toBe(true);
    const lines = (await text(href)).split('\r\n');
    expect(lines).toContain('SUMMARY:Send the report\\; to Karen\\, soon');
    expect(lines).toContain('DUE:20260306T225900Z');
    expect(lines).toContain('STATUS:NEEDS-ACTION');
  });

  it('writes one task however often it is put in', async () => {
    const { access, listUrl } = await account();
    const one = task();
    await exporter.create(access, listUrl, one);
    expect(await exporter.create(access, listUrl, one)).toMatchObject({ isNew: false });
    expect(await exporter.written(access, listUrl)).toHaveLength(1);
  });

  it('changes what it is told to, and leaves everything else that its owner put there', async () => {
    const { access, listUrl, text, put } = await account();
    const one = task();
    const { href } = await exporter.create(access, listUrl, one);
    const edited = (await text(href)).replace(
      'END:VTODO',
      'CATEGORIES:Work\r\nDESCRIPTION:bring cake\r\nEND:VTODO',
    );
    await put(href, edited.replace(/SUMMARY:.*/, 'SUMMARY:My own words'));
    const done = { ...one, completed: true, completedAt: new Date('2026-03-06T08:00:00Z') };
    expect(await exporter.write(access, href, { task: done, fields: ['completion'] })).toMatchObject({
      completed: true,
    });
    const after = await text(href);
    for (const line of [
      'CATEGORIES:Work',
      'DESCRIPTION:bring cake',
      'SUMMARY:My own words',
      'COMPLETED:20260306T080000Z',
      'STATUS:COMPLETED',
    ])
      expect(after).toContain(line);
  });

  it('notices what was completed there, and that anything changed at all', async () => {
    const { access, listUrl, text, put } = await account();
    const { href } = await exporter.create(access, listUrl, task());
    const before = await exporter.markOf(access, listUrl);
    expect(await exporter.markOf(access, listUrl)).toBe(before);
    await put(href, (await text(href)).replace('STATUS:NEEDS-ACTION', 'STATUS:COMPLETED'));
    expect(await exporter.markOf(access, listUrl)).not.toBe(before);
    expect(await exporter.read(access, href)).toMatchObject({ completed: true });
    const [listed] = await exporter.written(access, listUrl);
    expect(listed).toMatchObject({ href, etag: (await exporter.read(access, href))!.etag });
  });

  it('says when a task is gone, and removes one twice without complaint', async () => {
    const { access, listUrl } = await account();
    const one = task();
    const { href } = await exporter.create(access, listUrl, one);
    await exporter.remove(access, listUrl, one.id);
    await exporter.remove(access, listUrl, one.id);
    expect(await exporter.read(access, href)).toBeNull();
    expect(await exporter.write(access, href, { task: one, fields: ['due'] })).toBeNull();
  });

  it('refuses a wrong password in words that give nothing away', async () => {
    const { access, listUrl } = await account();
    const wrong = { ...access, password: 'guessed' };
    const refused = { kind: 'forbidden', code: 'TASK_SERVICE_REFUSED' };
    await expect(exporter.lists(wrong)).rejects.toMatchObject(refused);
    await expect(exporter.create(wrong, listUrl, task())).rejects.toMatchObject(refused);
    await expect(exporter.markOf(wrong, listUrl)).rejects.toMatchObject(refused);
  });

  it('calls nobody in its own network unless that is allowed', async () => {
    const { access } = await account();
    const closed = new CaldavTaskExporter(
      new OutboundFetch({ outbound: { mayReachPrivateAddresses: false } } as never),
      new SystemClock(),
    );
    await expect(closed.lists(access)).rejects.toMatchObject({ code: 'OUTBOUND_ADDRESS_FORBIDDEN' });
  });
});
