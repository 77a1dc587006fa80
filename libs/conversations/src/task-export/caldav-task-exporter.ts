import { Injectable } from '@nestjs/common';
import { createAccount, createCalendarObject, fetchCalendars, propfind, updateCalendarObject } from 'tsdav';
import { AppError, Clock } from '#libs/kernel';
import { OutboundFetch } from './outbound-fetch.js';
import {
  TaskExporter,
  type OutgoingTask,
  type RemoteListing,
  type RemoteTask,
  type TaskField,
  type TaskList,
  type TaskServiceAccess,
} from './task-exporter.js';
import { changedTodo, isTodoCompleted, newTodo } from './vtodo.rules.js';

/** Marks our objects among others of the list. */
const FILE = /([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.ics$/;

interface StoredObject {
  readonly text: string;
  readonly etag: string | null;
}

/** Tasks on a CalDAV server (RFC 4791): Nextcloud, Radicale, Fastmail, iCloud and the like. One object per task, named by its id. */
@Injectable()
export class CaldavTaskExporter extends TaskExporter {
  override readonly platform = 'caldav';

  constructor(
    private readonly outbound: OutboundFetch,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async lists(access: TaskServiceAccess): Promise<TaskList[]> {
    const { headers, fetch } = this.at(access);
    const account = await understood(
      createAccount({
        account: { serverUrl: access.url, accountType: 'caldav' },
        headers,
        fetch,
      }),
    );
    const calendars = await understood(fetchCalendars({ account, headers, fetch }));
    return calendars
      .filter(({ components = [] }) => components.length === 0 || components.includes('VTODO'))
      .map(({ url, displayName }) => ({ url, name: typeof displayName === 'string' ? displayName : '' }));
  }

  override async create(
    access: TaskServiceAccess,
    listUrl: string,
    task: OutgoingTask,
  ): Promise<RemoteTask & { isNew: boolean }> {
    const filename = `${task.id}.ics`;
    const iCalString = newTodo(task, this.clock.now());
    const answer = await understood(
      createCalendarObject({ calendar: { url: listUrl }, filename, iCalString, ...this.at(access) }),
    );
    if (answer.status !== 412) check(answer);
    const href = addressOf(listUrl, task.id);
    const remote = await this.read(access, href);
    if (!remote) throw changedThere();
    return { ...remote, isNew: answer.status !== 412 };
  }

  override async read(access: TaskServiceAccess, href: string): Promise<RemoteTask | null> {
    const stored = await this.fetchObject(access, href);
    const completed = stored && isTodoCompleted(stored.text);
    return stored && completed !== null ? { href, etag: stored.etag, completed } : null;
  }

  override async write(
    access: TaskServiceAccess,
    href: string,
    change: { readonly task: OutgoingTask; readonly fields: readonly TaskField[] },
  ): Promise<RemoteTask | null> {
    const stored = await this.fetchObject(access, href);
    const data = stored && changedTodo(stored.text, change, this.clock.now());
    if (!stored || data === null) return null;
    const calendarObject = { url: href, data, ...(stored.etag === null ? {} : { etag: stored.etag }) };
    check(await understood(updateCalendarObject({ calendarObject, ...this.at(access) })));
    return this.read(access, href);
  }

  override async remove(access: TaskServiceAccess, listUrl: string, taskId: string): Promise<void> {
    const { headers, fetch } = this.at(access);
    const answer = await fetch(addressOf(listUrl, taskId), { method: 'DELETE', headers });
    if (answer.status !== 404 && answer.status !== 410) check(answer);
  }

  override async markOf(access: TaskServiceAccess, listUrl: string): Promise<string | null> {
    const [list] = await this.look(access, listUrl, '0', { 'cs:getctag': {}, 'd:sync-token': {} });
    const props = list?.props as { getctag?: unknown; syncToken?: unknown } | undefined;
    const mark = props?.getctag ?? props?.syncToken;
    return typeof mark === 'string' || typeof mark === 'number' ? String(mark) : null;
  }

  override async written(access: TaskServiceAccess, listUrl: string): Promise<RemoteListing[]> {
    const found = await this.look(access, listUrl, '1', { 'd:getetag': {} });
    return found.flatMap(({ href, props }) => {
      const taskId = FILE.exec(href ?? '')?.[1];
      if (taskId === undefined) return [];
      const etag = (props as { getetag?: unknown } | undefined)?.getetag;
      return [{ taskId, href: addressOf(listUrl, taskId), etag: etag === undefined ? null : String(etag) }];
    });
  }

  private async look(
    access: TaskServiceAccess,
    url: string,
    depth: '0' | '1',
    props: Record<string, object>,
  ) {
    const found = await understood(propfind({ url, depth, props, ...this.at(access) }));
    for (const { status } of found) if (status >= 400) throw failure(status);
    return found;
  }

  private async fetchObject(access: TaskServiceAccess, href: string): Promise<StoredObject | null> {
    const { headers, fetch } = this.at(access);
    const answer = await fetch(href, { headers });
    if (answer.status === 404 || answer.status === 410) return null;
    check(answer);
    return { text: await answer.text(), etag: answer.headers.get('etag') };
  }

  private at({ username, password }: TaskServiceAccess) {
    const credential = Buffer.from(`${username}:${password}`).toString('base64');
    return { headers: { authorization: `Basic ${credential}` }, fetch: this.outbound.fetch };
  }
}

function addressOf(listUrl: string, taskId: string): string {
  return new URL(`${taskId}.ics`, listUrl.endsWith('/') ? listUrl : `${listUrl}/`).href;
}

/** What the library throws may quote the server's answer, so only what it means goes on. */
async function understood<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw failure(/401|403|Invalid credentials/.test(String(error)) ? 401 : 500);
  }
}

function check(answer: Response): void {
  if (!answer.ok) throw failure(answer.status);
}

function failure(status: number): AppError {
  if (status === 401 || status === 403) {
    return new AppError(
      'forbidden',
      'TASK_SERVICE_REFUSED',
      'The task service refuses this name and password. Check them; some services want an app password.',
    );
  }
  if (status === 404 || status === 410)
    return new AppError(
      'not_found',
      'TASK_LIST_MISSING',
      'The list of tasks is not there any more. Connect again.',
    );
  if (status === 412 || status === 409) return changedThere();
  return new AppError(
    'unavailable',
    'TASK_SERVICE_UNAVAILABLE',
    'The task service does not answer as a CalDAV server does. Check its address; it is tried again by itself.',
  );
}

function changedThere(): AppError {
  return new AppError('conflict', 'TASK_CHANGED_THERE', 'The task was changed there meanwhile. Try again.');
}
