import fc from 'fast-check';
import { expect } from 'vitest';
import type { DocumentQuery, DocumentStore, DocumentWrite } from '../../ports/document-store.js';
import type { DocumentStoreSubject } from '../document-store-subject.js';
import { documentBody, documentPath, documentQuery, documentWrites } from './document-arbitraries.js';
import type { DocumentModel } from './document-model.js';

/** The store under test; `store` is another one after a restart. */
export interface RealDocuments {
  readonly subject: DocumentStoreSubject;
  store: DocumentStore;
}

type Command = fc.AsyncCommand<DocumentModel, RealDocuments>;

function command(title: string, run: Command['run']): Command {
  return { check: () => true, run, toString: () => title };
}

function described(name: string, ...parts: unknown[]): string {
  return `${name}(${parts.map((part) => fc.stringify(part)).join(', ')})`;
}

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function writing(writes: DocumentWrite[]): Command {
  return command(described('write', writes), async (model, { store }) => {
    const refusal = model.write(writes);
    // Which one of several refused writes is named is up to the store.
    const code = await codeOf(store.write(writes));
    expect(code === null).toBe(refusal === null);
    if (refusal !== null) expect(['DOCUMENT_EXISTS', 'DOCUMENT_MISSING']).toContain(code);
  });
}

function getting(paths: string[]): Command {
  return command(described('getMany', paths), async (model, { store }) => {
    const found = await store.getMany(paths);
    expect(found.map((document) => document?.data ?? null)).toEqual(paths.map((path) => model.get(path)));
    expect((await store.get(paths[0]!))?.version).toBe(found[0]?.version);
  });
}

function querying(query: DocumentQuery, limit: number): Command {
  return command(described('query', query, limit), async (model, { store }) => {
    const found: { path: string; data: object }[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.query({ ...query, limit, ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.documents.map(({ path, data }) => ({ path, data })));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(found).toEqual(model.query(query));
    const { collection, group, where } = query;
    const counted = { collection, group, where };
    expect(await store.count(counted)).toBe(model.query(counted).length);
  });
}

function walking(path: string | undefined): Command {
  return command(described('tree', path), async (model, { store }) => {
    const walked = await Array.fromAsync(store.tree(path), ({ path: at, data }) => ({ path: at, data }));
    expect(walked.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(
      model.tree(path).sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
  });
}

function deletingTree(path: string): Command {
  return command(described('deleteTree', path), async (model, { store }) => {
    expect(await store.deleteTree(path)).toBe(model.deleteTree(path));
  });
}

/** A transaction that copies one document over another, and perhaps changes its mind. */
function copying(from: string, to: string, abandons: boolean): Command {
  return command(described('transaction', { from, to, abandons }), async (model, { store }) => {
    const regret = new Error('changed my mind');
    const run = store.transaction(async (transaction) => {
      const found = await transaction.get(from);
      transaction.write({ kind: 'set', path: to, data: { copy: found?.data ?? null } });
      if (abandons) throw regret;
    });
    if (abandons) return expect(run).rejects.toBe(regret);
    model.write([{ kind: 'set', path: to, data: { copy: model.get(from) } }]);
    return run;
  });
}

/** Two at once that each append to a list: both are in it afterwards. */
function appending(path: string): Command {
  return command(described('two transactions', path), async (model, { store }) => {
    const append = (item: string) =>
      store.transaction(async (transaction) => {
        const found = await transaction.get<{ log?: string[] }>(path);
        transaction.write({ kind: 'merge', path, data: { log: [...(found?.data.log ?? []), item].sort() } });
      });
    await Promise.all([append('left'), append('right')]);
    const log = (model.get(path)?.['log'] as string[] | undefined) ?? [];
    model.write([{ kind: 'merge', path, data: { log: [...log, 'left', 'right'].sort() } }]);
  });
}

/** An update from the version that stands goes through, from the one before it does not. It always changes something. */
function updatingByVersion(path: string, body: object): Command {
  return command(described('update by version', path, body), async (model, { store }) => {
    const data = { ...body, stamp: Number(model.get(path)?.['stamp'] ?? 0) + 1 };
    const version = (await store.get(path))?.version;
    const update = { kind: 'update', path, data, ifVersion: version ?? 'none' } as const;
    const code = await codeOf(store.write([update]));
    if (version === undefined) return expect(code).toBe('DOCUMENT_MISSING');
    expect(code).toBe(null);
    model.write([update]);
    expect(await codeOf(store.write([update]))).toBe('DOCUMENT_CHANGED');
    const deletion = { kind: 'delete', path, ifVersion: version } as const;
    return expect(await codeOf(store.write([deletion]))).toBe('DOCUMENT_CHANGED');
  });
}

function restarting(): Command {
  return command('restart()', async (_model, real) => {
    real.store = await real.subject.reopen();
  });
}

/** Everything a caller can do to a document store, each step checked against the model. */
export const DOCUMENT_COMMANDS: fc.Arbitrary<Command>[] = [
  documentWrites.map(writing),
  documentWrites.map(writing),
  documentWrites.map(writing),
  fc.array(documentPath, { minLength: 1, maxLength: 4 }).map(getting),
  fc.tuple(documentQuery, fc.integer({ min: 1, max: 4 })).map(([query, limit]) => querying(query, limit)),
  fc.tuple(documentQuery, fc.integer({ min: 1, max: 4 })).map(([query, limit]) => querying(query, limit)),
  fc.option(documentPath, { nil: undefined }).map(walking),
  documentPath.map(deletingTree),
  fc
    .tuple(documentPath, documentPath, fc.boolean())
    .map(([from, to, abandons]) => copying(from, to, abandons)),
  documentPath.map(appending),
  fc.tuple(documentPath, documentBody).map(([path, data]) => updatingByVersion(path, data)),
  fc.constant(null).map(restarting),
];
