import { expect } from 'vitest';
import type { ContractTests } from '#libs/kernel/testing';
import type { KeywordIndex } from '../ports/keyword-index.js';
import { COLLECTION, FILLER, idsOf, text } from './keyword-index-samples.js';

/** What is a word, and which words are the same. */
export const KEYWORD_WORD_TESTS: ContractTests<KeywordIndex> = {
  'finds other forms of an English word, whatever its case and accents': async (index, settle) => {
    await index.upsert(COLLECTION, [text('t', 'We were RUNNING past the Café'), ...FILLER]);
    await settle();
    for (const words of ['run', 'runs', 'cafe', 'CAFÉ']) expect(await idsOf(index, words)).toEqual(['t']);
  },

  'takes what a person typed as words, never as query syntax': async (index, settle) => {
    await index.upsert(COLLECTION, [
      text('t', 'harbour and near title'),
      text('u', 'something else'),
      ...FILLER,
    ]);
    await settle();
    for (const typed of [
      '"harbour',
      'harbour)',
      'title:harbour',
      'harb* OR harbour',
      '(harbour',
      'harbour" --',
      'NEAR(harbour)',
      '^harbour',
      'harbour\u0000',
    ]) {
      expect(await idsOf(index, typed), typed).toContain('t');
    }
    expect(await idsOf(index, 'harb*')).toEqual([]);
    expect(await idsOf(index, 'body:something')).toEqual(['u']);
    for (const typed of ['', '   ', '"', '?!', '*']) expect(await idsOf(index, typed), typed).toEqual([]);
  },

  'finds the words of many languages, whatever their forms and accents': async (index, settle) => {
    const texts: Record<string, string> = {
      german: 'Die Häuser am Fluss sind alt, und wir fahren mit den Kindern hin',
      french: "Les chiens dorment à l'hôpital avec nous",
      spanish: 'Estuvimos hablando con el vecino de la niña',
      russian: 'Мы читали книги вечером в саду',
      japanese: '昨日、東京の新しい図書館へ行きました',
      chinese: '我们明天去学校上课',
      korean: '학교에서 친구를 만났다',
      thai: 'พรุ่งนี้ไปโรงเรียน',
      hindi: 'मेरा कुत्ता बगीचे में सो रहा है',
      arabic: 'سَلَام عليكم يا صديقي',
    };
    await index.upsert(COLLECTION, [...Object.entries(texts).map(([id, body]) => text(id, body)), ...FILLER]);
    await settle();
    for (const [id, words] of [
      ['german', 'Haus'],
      ['german', 'kinder'],
      ['french', 'chien'],
      ['french', 'hopital'],
      ['spanish', 'hablar'],
      ['spanish', 'nina'],
      ['russian', 'книга'],
      ['japanese', '東京'],
      ['japanese', '図書館'],
      ['chinese', '学校'],
      ['korean', '학교'],
      ['thai', 'โรงเรียน'],
      ['hindi', 'कुत्ता'],
      ['arabic', 'سلام'],
    ] as const) {
      expect((await idsOf(index, words))[0], words).toBe(id);
    }
    expect(await idsOf(index, '大阪')).toEqual([]);
  },

  'keeps long numbers whole': async (index, settle) => {
    await index.upsert(COLLECTION, [text('t', '4711381205567182 0000000000000042'), ...FILLER]);
    await settle();
    expect(await idsOf(index, '4711381205567182')).toEqual(['t']);
    for (const other of ['471138120556718', '11381205567182', '42'])
      expect(await idsOf(index, other)).toEqual([]);
  },

  'takes odd texts of any length': async (index, settle) => {
    const odd = [
      '',
      ' ',
      '\u0000',
      '🎉'.repeat(50),
      'a'.repeat(5_000),
      `${'word '.repeat(20_000)}end`,
      '<b>bold</b>',
    ];
    await index.upsert(
      COLLECTION,
      odd.map((body, n) => text(`t${n}`, body, { title: body })),
    );
    await settle();
    expect(await idsOf(index, 'end')).toEqual(['t5']);
    expect(await idsOf(index, 'bold')).toEqual(['t6']);
    for (const words of odd) await idsOf(index, words);
  },
};
