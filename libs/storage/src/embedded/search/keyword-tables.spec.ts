import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SqliteDatabase } from '#libs/sqlite';
import { TERMS_VERSION } from '../../terms/search-terms.js';
import { KeywordTables } from './keyword-tables.js';
import { SEARCH_MIGRATIONS, openSearchDatabase } from './search-schema.js';

describe('KeywordTables', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mneme-keywords-'));
    file = join(folder, 'search.db');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const text = (id: string, body: string) => ({
    id,
    ownerId: 'ada',
    title: '',
    body,
    timeMs: 0,
    metadata: { n: 1 },
  });
  const idsOf = (tables: KeywordTables, words: string, limit = 10) =>
    tables.search({ collection: 'talks', ownerId: 'ada', text: words, limit }).map(({ id }) => id);

  function withTables<T>(work: (tables: KeywordTables, database: SqliteDatabase) => T): T {
    const database = openSearchDatabase(file);
    try {
      return work(new KeywordTables(database), database);
    } finally {
      database.close();
    }
  }

  /** A file as the first version left it: FTS5 had the texts themselves, and cut them for English alone. */
  function writeFirstVersion(texts: Readonly<Record<string, string>>): void {
    const database = SqliteDatabase.open({ file, migrations: SEARCH_MIGRATIONS.slice(0, 1) });
    database.run("INSERT INTO keyword_tables (id, owner, collection) VALUES (1, 'ada', 'talks')");
    database.exec(
      "CREATE VIRTUAL TABLE keywords_1 USING fts5(title, body, context, tokenize = 'porter unicode61')",
    );
    Object.entries(texts).forEach(([id, said], row) => {
      database.run('INSERT INTO keyword_documents VALUES (?, 1, ?, 0, \'{"n":1}\')', row, id);
      database.run("INSERT INTO keywords_1 (rowid, title, body, context) VALUES (?, '', ?, '')", row, said);
    });
    database.close();
  }

  it('writes what the first version stored anew, once, so that every language is found in it', () => {
    writeFirstVersion({ german: 'Die alten Häuser', japanese: '東京へ行く', english: 'we were running' });
    withTables((tables) => {
      expect(tables.renew()).toBe(1);
      expect(tables.renew()).toBe(0);
      expect(idsOf(tables, 'Haus')).toEqual(['german']);
      expect(idsOf(tables, '東京')).toEqual(['japanese']);
      expect(tables.search({ collection: 'talks', ownerId: 'ada', text: 'run', limit: 1 })).toMatchObject([
        { id: 'english', metadata: { n: 1 } },
      ]);
      tables.upsert('talks', [text('german', 'Der Hund')]);
      expect(idsOf(tables, 'Haus')).toEqual([]);
    });
  });

  it('writes anew what was written by other rules for terms, from the texts beside them', () => {
    withTables((tables, database) => {
      tables.upsert('talks', [text('t', 'harbour'), text('u', 'bridge')]);
      database.run('UPDATE keyword_tables SET terms_version = ?', TERMS_VERSION + 1);
      database.run('DELETE FROM keywords_1');
      expect(idsOf(tables, 'harbour')).toEqual([]);
    });
    withTables((tables) => {
      expect(tables.renew()).toBe(1);
      expect(idsOf(tables, 'harbour')).toEqual(['t']);
      expect(tables.deleteByPrefix('talks', 'ada', '')).toBe(2);
      expect(tables.collections()).toEqual([]);
    });
  });

  it.each([20, 300])(
    'cuts off by id among %i that are equally good, whatever the order of writing',
    (count) => {
      const ids = Array.from({ length: count }, (_, n) => `t${String(count - n - 1).padStart(3, '0')}`);
      withTables((tables) => {
        tables.upsert('talks', [
          ...ids.map((id) => text(id, 'harbour talk')),
          text('two', 'harbour talk, harbour talk'),
          ...['a', 'b'].map((id) => text(id, 'harbour talk, quays, piers, cranes, gulls, ferries')),
        ]);
        expect(idsOf(tables, 'harbour', 4)).toEqual(['two', 't000', 't001', 't002']);
      });
    },
  );

  it('weighs only the rarest words when little ones are everywhere, and still fills the answer', () => {
    withTables((tables, database) => {
      const many = Array.from({ length: 25_000 }, (_, n) => text(`t${n}`, 'we said that'));
      database.exec('PRAGMA synchronous = OFF');
      tables.upsert('talks', [...many, text('rare', 'the dentist'), text('both', 'we said dentist')]);
      expect(idsOf(tables, 'we said that of the dentist', 2)).toEqual(['rare', 'both']);
      const filled = idsOf(tables, 'we said that of the dentist', 5);
      expect(filled).toHaveLength(5);
      expect(new Set(filled.slice(0, 2))).toEqual(new Set(['rare', 'both']));
    });
  });
});
