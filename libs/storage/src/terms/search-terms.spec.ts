import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { porterStem } from './porter-stem.js';
import { queryTermsOf, termsOf } from './search-terms.js';

/** Whether a question in these words shares a term with a text. */
function finds(question: string, text: string): boolean {
  const terms = new Set(termsOf(text));
  return queryTermsOf(question).some((term) => terms.has(term));
}

describe('termsOf', () => {
  it('stems English and keeps every occurrence in its place', () => {
    expect(termsOf('The runner was running to the Café.')).toEqual([
      'the',
      'runner',
      'wa',
      'run',
      'to',
      'the',
      'cafe',
    ]);
  });

  it('adds a marked stem to each word of a text that does not read like English', () => {
    expect(termsOf('Die Häuser')).toEqual(['die', 'dieʹ', 'hauser', 'hausʹ']);
  });

  it('keeps numbers whole, however long', () => {
    expect(termsOf('4711381205567182 0000000000000042')).toEqual(['4711381205567182', '0000000000000042']);
  });

  it('makes pairs of neighbouring characters where words have no spaces', () => {
    expect(termsOf('東京都に')).toEqual(['東京', '京都', '都に', '東', '京', '都']);
    expect(termsOf('my GPT4を使う')).toEqual(['my', 'gpt4', 'を使', '使う', '使']);
  });

  it('answers nothing for a text without words', () => {
    for (const text of ['', ' \n', '?! "…"', '🎉', '\u0000']) expect(termsOf(text)).toEqual([]);
  });

  it.each([
    ['Haus', 'Die alten Häuser stehen noch'],
    ['kinder', 'Wir fahren mit den Kindern ans Meer'],
    ['Straße', 'in der STRASSE'],
    ['chien', 'Les chiens dorment'],
    ['hôpital', "Je vais à l'hopital demain"],
    ['hablar', 'Estuvimos hablando con el vecino'],
    ['niña', 'las ninas juegan'],
    ['amico', 'Ho visto gli amici ieri'],
    ['книга', 'Мы читали книги вечером'],
    ['собаку', 'Собака лаяла всю ночь'],
    ['ёлка', 'Поставили елку'],
    ['σπίτι', 'Το ΣΠΙΤΙ είναι μεγάλο'],
    ['東京', '昨日東京へ行きました'],
    ['猫', '庭に猫がいる'],
    ['カメラ', '新しいカメラを買った'],
    ['ｶﾒﾗ', '新しいカメラを買った'],
    ['学校', '我们明天去学校'],
    ['학교', '학교에서 친구를 만났다'],
    ['โรงเรียน', 'พรุ่งนี้ไปโรงเรียน'],
    ['कुत्ता', 'मेरा कुत्ता सो रहा है'],
    ['سلام', 'سَلَام عليكم'],
    ['İstanbul', 'istanbul çok güzel'],
  ])('lets %s be found in: %s', (question, text) => {
    expect(finds(question, text)).toBe(true);
  });

  it.each([
    ['Haus', 'Der Hund bellt'],
    ['東京', '昨日京都へ行きました'],
    ['harbour', 'the harbinger of spring'],
    ['книга', 'Мы шли домой'],
  ])('does not let %s be found in: %s', (question, text) => {
    expect(finds(question, text)).toBe(false);
  });

  it('asks for each term once, and for no more than a search can use', () => {
    expect(queryTermsOf('to be or not to be')).toEqual(['to', 'be', 'or', 'not']);
    expect(queryTermsOf(Array.from({ length: 500 }, (_, n) => `word${n}`).join(' '))).toHaveLength(64);
  });
});

describe('porterStem', () => {
  const ENDINGS =
    's es ies sses ed eed ing ational tional enci izer logi bli alli entli eli ousli ization ation ator alism iveness fulness ousness aliti iviti biliti icate ative alize iciti ical ful ness al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize e ll y ly'.split(
      ' ',
    );
  const STEMS =
    'a b tr hop tann fall fil siz conflat trouble happ rel condition val hesit digit conform radic differ vile analog vietnam predic oper feud decis hope callous formal sensit triplic electr good reviv allow infer airlin gyroscop adjust defens irrit replac depend adopt communis activ angular homolog effect bowdler prob rat contro rol by sky syzyg'.split(
      ' ',
    );

  it('cuts words as the porter tokenizer of SQLite does', () => {
    const words = STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending));
    expect(words.map(porterStem)).toEqual(stemsOfSqlite(words));
  });
});

function stemsOfSqlite(words: readonly string[]): string[] {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE VIRTUAL TABLE texts USING fts5(word, tokenize = 'porter unicode61');
                 CREATE VIRTUAL TABLE terms USING fts5vocab(texts, 'instance')`);
  const insert = database.prepare('INSERT INTO texts (rowid, word) VALUES (?, ?)');
  words.forEach((word, index) => insert.run(index, word));
  const rows = database.prepare('SELECT term FROM terms ORDER BY doc').all();
  database.close();
  return rows.map(({ term }) => String(term));
}
