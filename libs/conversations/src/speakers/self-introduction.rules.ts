/** Somebody who said their own name. */
export interface SelfIntroduction {
  readonly name: string;
  /** `explicit`: nothing else can be meant ("my name is"). `copular`: more often something else is ("I am"). */
  readonly kind: 'explicit' | 'copular';
}

/** What stands before a name, and in some languages behind it. */
interface Introduction {
  readonly kind: SelfIntroduction['kind'];
  readonly before: RegExp;
  readonly name: RegExp;
  readonly after?: RegExp;
}

/** One or two words with a capital. */
const LATIN = /\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)?/uy;
/** Chinese names have two to four characters, and nothing follows them in a sentence that only names. */
const HAN = /\p{Script=Han}{2,4}(?![\p{L}])/uy;
const JAPANESE = /[\p{Script=Han}\p{Script=Katakana}ー]{2,8}/uy;
const HANGUL = /\p{Script=Hangul}{2,4}?/uy;
const DEVANAGARI = /[\p{Script=Devanagari}]+/uy;

const latin = (kind: SelfIntroduction['kind'], ...phrases: readonly string[]): Introduction[] =>
  phrases.map((phrase) => ({
    kind,
    before: new RegExp(String.raw`(?<![\p{L}'’])${phrase.replaceAll("'", "['’]")}\s+`, 'giu'),
    name: LATIN,
  }));

/** By language. Source of the two kinds: specification of listening, §7.6. */
const INTRODUCTIONS: readonly Introduction[] = [
  ...latin('explicit', 'my name is', "my name's"),
  ...latin('copular', 'i am', "i'm", 'this is'),
  ...latin('explicit', 'ich heiße', 'ich heisse', 'mein name ist'),
  ...latin('copular', 'ich bin'),
  ...latin('explicit', "je m'appelle", 'mon nom est', 'mon prénom est'),
  ...latin('copular', 'je suis', "moi c'est"),
  ...latin('explicit', 'me llamo', 'mi nombre es'),
  ...latin('copular', 'soy', 'yo soy'),
  ...latin('explicit', 'me chamo', 'meu nome é', 'o meu nome é', 'chamo-me'),
  ...latin('copular', 'eu sou', 'eu sou o', 'eu sou a', 'sou o', 'sou a'),
  ...latin('explicit', 'mi chiamo', 'il mio nome è'),
  ...latin('copular', 'io sono', 'sono'),
  ...latin('explicit', 'ik heet', 'mijn naam is'),
  ...latin('copular', 'ik ben'),
  ...latin('explicit', 'jag heter', 'mitt namn är', 'jeg heter', 'mitt navn er', 'jeg hedder', 'mit navn er'),
  ...latin('explicit', 'nazywam się', 'mam na imię'),
  ...latin('explicit', 'jmenuji se', 'jmenuju se'),
  ...latin('explicit', 'benim adım', 'adım'),
  ...latin('explicit', 'меня зовут', 'моё имя', 'мое имя', 'мене звати', 'мене звуть'),
  { kind: 'explicit', before: /我叫|我的名字是|我的名字叫|我名叫/gu, name: HAN },
  { kind: 'copular', before: /我是/gu, name: HAN },
  { kind: 'explicit', before: /(?:私の|僕の|俺の)?名前は/gu, name: JAPANESE, after: /です|だ|と/uy },
  { kind: 'explicit', before: /(?:제|내) 이름은 ?/gu, name: HANGUL, after: /입니다|이에요|예요|이야|야/uy },
  { kind: 'explicit', before: /मेरा नाम /gu, name: DEVANAGARI, after: / (?:है|हैं)/uy },
];

/** A name before the phrase: "Anna is my name". */
const NAME_FIRST =
  /(?<![\p{L}'’])(\p{Lu}[\p{L}'’-]+) (?:is my name|ist mein name|est mon nom|es mi nombre)(?![\p{L}])/iu;

/** Words that begin a sentence or a thought, and what people say of themselves, where a name could stand. */
const NO_NAMES = new Set(
  `i you he she it we they the a an and or but so not no yes ok okay well just like um uh er ah oh hm sorry sure fine good great here there
   what who why how this that these those my your his her our their english german french spanish american british chinese indian
   monday tuesday wednesday thursday friday saturday sunday
   中国人 美国人 英国人 日本人 韩国人 学生 老师 医生 律师 护士 工程师 你的 他的 她的 什么 谁`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

/** Who introduces themselves in what was said, or null. */
export function findIntroduction(text: string): SelfIntroduction | null {
  const found = INTRODUCTIONS.flatMap((introduction) => matchesOf(text, introduction));
  const first = NAME_FIRST.exec(text)?.[1];
  if (first !== undefined && isName(first)) found.push({ name: first, kind: 'explicit' });
  return found.find(({ kind }) => kind === 'explicit') ?? found[0] ?? null;
}

function matchesOf(text: string, { kind, before, name, after }: Introduction): SelfIntroduction[] {
  return [...text.matchAll(before)].flatMap((match) => {
    const found = nameAt(text, match.index + match[0].length, name, after);
    return found !== null && isName(found) ? [{ name: found, kind }] : [];
  });
}

function nameAt(text: string, at: number, name: RegExp, after: RegExp | undefined): string | null {
  name.lastIndex = at;
  const found = name.exec(text)?.[0];
  if (found === undefined || !after) return found ?? null;
  // Where something has to follow, the name is as long as that leaves it.
  for (let length = found.length; length >= 1; length -= 1) {
    after.lastIndex = at + length;
    if (after.test(text)) return found.slice(0, length);
  }
  return afterLonger(text, at, after);
}

/** Hangul names grow until their ending is met. */
function afterLonger(text: string, at: number, after: RegExp): string | null {
  for (let length = 2; length <= 4; length += 1) {
    after.lastIndex = at + length;
    if (after.test(text)) return text.slice(at, at + length);
  }
  return null;
}

/** A capital is certain for Latin and Cyrillic names; the search for a phrase ignores it. */
function isName(name: string): boolean {
  const [first] = name.split(' ');
  const isCapital = first!.charAt(0) === first!.charAt(0).toLocaleUpperCase('en');
  return isCapital && name.length >= 2 && name.length <= 40 && !NO_NAMES.has(first!.toLocaleLowerCase('en'));
}
