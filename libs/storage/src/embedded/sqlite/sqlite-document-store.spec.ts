import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock, builtModuleUrl } from '#libs/kernel';
import type { DocumentQuery, IndexDeclaration } from '../../ports/document-store.js';
import { pageSql } from './document-query-sql.js';
import { SqliteDocumentStore } from './sqlite-document-store.js';

const INDEX: IndexDeclaration = {
  collection: 'talks',
  fields: [{ field: 'status' }, { field: 'created_at', direction: 'desc' }],
};

describe('SqliteDocumentStore', () => {
  let folder: string;
  let file: string;
  const open = (indexes: readonly IndexDeclaration[] = []) =>
    SqliteDocumentStore.open({ file, indexes, clock: new SystemClock() });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-documents-'));
    file = join(folder, 'documents.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  function planOf(query: DocumentQuery): string {
    const raw = new DatabaseSync(file);
    const { text, values } = pageSql('path', query, 10, new Set(['talks/people']));
    const plan = raw.prepare(`EXPLAIN QUERY PLAN ${text}`).all(...values);
    raw.close();
    return plan.map(({ detail }) => String(detail)).join('; ');
  }

  it('answers a declared query by a walk along its index, without sorting, also behind a cursor', async () => {
    const store = open([INDEX]);
    for (const id of ['a', 'b', 'c']) {
      const data = { status: 'done', created_at: new Date(0) };
      await store.write([{ kind: 'set', path: `users/ada/talks/${id}`, data }]);
    }
    const query: DocumentQuery = {
      collection: 'users/ada/talks',
      where: [{ field: 'status', op: '==', value: 'done' }],
      orderBy: [{ field: 'created_at', direction: 'desc' }],
    };
    const { nextCursor } = await store.query({ ...query, limit: 1 });
    store.close();
    expect(planOf(query)).toMatch(/^SEARCH documents USING INDEX declared_\w+ \(collection=\? AND <expr>=\?/);
    for (const plan of [planOf(query), planOf({ ...query, cursor: nextCursor! })]) {
      expect(plan).not.toContain('TEMP B-TREE');
      expect(plan).not.toContain('SCAN documents');
    }
  });

  it('finds the elements of declared lists through an index, whatever was there before it was declared', async () => {
    const people = (...names: (string | number)[]) => ({ people: names, created_at: new Date(0) });
    const put = (store: SqliteDocumentStore, id: string, data: object) =>
      store.write([{ kind: 'set', path: `users/ada/talks/${id}`, data: { ...data } }]);
    const before = open();
    await put(before, 'early', people('anna', 'ben', 'anna'));
    await put(before, 'changed', people('anna'));
    await put(before, 'gone', people('anna'));
    await put(before, 'text', { people: 'anna' });
    before.close();
    const store = open([{ collection: 'talks', fields: [{ field: 'people', contains: true }] }]);
    await put(store, 'changed', people('ben'));
    await store.deleteTree('users/ada/talks/gone');
    await put(store, 'late', people(7, 'anna'));
    await store.write([{ kind: 'set', path: 'users/eve/talks/hers', data: people('anna') }]);
    const containing = (value: string | number): DocumentQuery => ({
      collection: 'users/ada/talks',
      where: [{ field: 'people', op: 'array-contains', value }],
    });
    const idsOf = async (query: DocumentQuery) => (await store.query(query)).documents.map(({ id }) => id);
    expect(await idsOf(containing('anna'))).toEqual(['early', 'late']);
    expect(await idsOf(containing('ben'))).toEqual(['changed', 'early']);
    expect(await idsOf(containing(7))).toEqual(['late']);
    expect(await store.count({ ...containing('anna'), collection: 'talks', group: true })).toBe(3);
    store.close();
    for (const orderBy of [[], [{ field: 'created_at', direction: 'desc' as const }]]) {
      const plan = planOf({ ...containing('anna'), orderBy });
      expect(plan).toContain(
        'SEARCH list_elements USING PRIMARY KEY (list=? AND element=? AND collection=?)',
      );
      expect(plan).toMatch(/^SEARCH documents USING INDEX \w+ \((collection=\? AND )?path=\?\)/);
    }
  });

  it('finds by a declared field, however many documents share the collection', () => {
    open([INDEX, { collection: 'talks', fields: [{ field: 'kind' }] }]).close();
    const by = (field: string, op: '==' | 'in', value: unknown): DocumentQuery => ({
      collection: 'users/ada/talks',
      where: [{ field, op, value }],
    });
    for (const query of [
      by('status', '==', 'done'),
      by('status', 'in', ['done', 'new']),
      by('kind', 'in', ['a']),
    ]) {
      expect(planOf(query)).toMatch(
        /^SEARCH documents USING INDEX declared_\w+ \(collection=\? AND <expr>=\?\)/,
      );
    }
  });

  it('reads one collection through an index even when nothing is declared', () => {
    open().close();
    expect(planOf({ collection: 'users/ada/talks' })).toContain(
      'USING INDEX documents_by_collection (collection=?)',
    );
  });

  it('keeps the indexes that another composition declared', () => {
    open([INDEX]).close();
    open().close();
    const raw = new DatabaseSync(file);
    const found = raw.prepare("SELECT name FROM sqlite_schema WHERE name LIKE 'declared%'").all();
    raw.close();
    expect(found).toHaveLength(1);
  });

  it('keeps everything over a restart', async () => {
    const first = open();
    await first.write([{ kind: 'set', path: 'users/ada', data: { at: new Date(1) } }]);
    const { version } = (await first.get('users/ada'))!;
    first.close();
    const second = open();
    expect(await second.get('users/ada')).toMatchObject({ data: { at: new Date(1) }, version });
    second.close();
  });

  it('has every write that was answered when the process is killed', async () => {
    const script = `
      const { SqliteDocumentStore } = await import(${JSON.stringify(builtModuleUrl(import.meta.url, './sqlite-document-store.js').href)});
      const store = SqliteDocumentStore.open({ file: ${JSON.stringify(file)}, indexes: [], clock: null });
      for (let n = 1; ; n += 1) {
        await store.write([{ kind: 'set', path: 'users/u' + n, data: { n } }]);
        process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let answered = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      answered += text;
      if (answered.length > 500) child.kill('SIGKILL');
    });
    await once(child, 'close');
    const count = answered.split('\n').length - 1;
    expect(count).toBeGreaterThan(100);
    const store = open();
    expect(await store.count({ collection: 'users' })).toBeGreaterThanOrEqual(count);
    expect((await store.get<{ n: number }>(`users/u${count}`))!.data.n).toBe(count);
    store.close();
  });

  it('refuses a data folder that a newer version wrote', () => {
    open().close();
    const raw = new DatabaseSync(file);
    raw.exec('PRAGMA user_version = 99');
    raw.close();
    expect(() => open()).toThrow(expect.objectContaining({ code: 'STORAGE_NEWER' }));
  });

  it('answers STORAGE_UNAVAILABLE once it is closed, and for a file that is no database', async () => {
    const store = open();
    store.close();
    const away = { kind: 'unavailable', code: 'STORAGE_UNAVAILABLE' };
    await expect(store.get('users/ada')).rejects.toMatchObject(away);
    expect(() => store.check()).toThrow(expect.objectContaining(away));
    expect(() => SqliteDocumentStore.open({ file: folder, indexes: [], clock: new SystemClock() })).toThrow(
      expect.objectContaining(away),
    );
  });

  it('leaves nothing of a deleted document in its files', async () => {
    const store = open([{ collection: 'talks', fields: [{ field: 'title' }] }]);
    const secret = 'a very particular sentence';
    await store.write([
      { kind: 'set', path: 'users/ada/talks/t', data: { title: secret, text: secret.repeat(1_000) } },
    ]);
    await store.deleteTree('users/ada/talks/t');
    store.checkpoint();
    store.close();
    expect((await readFile(file)).includes(secret)).toBe(false);
  });
});
