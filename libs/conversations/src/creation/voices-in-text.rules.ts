/** What stands in a text, piece by piece, with the name of whoever is said to speak: null where nobody is named. */
export interface WrittenLine {
  readonly label: string | null;
  readonly words: string;
}

/** `Name: words`, as transcripts and chats write it, with or without a time in front. */
const LABELLED =
  /^(?:[[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?\s*[-–]?\s*)?(?<label>\p{L}[\p{L}\p{N} ._'’-]{0,39}):\s+(?<words>\S.*)$/u;
const NUMBERED_VOICE = /^speaker[ _]?(?<number>\d{1,3})$/iu;
/** How exports name the person who made them. */
const OWNER_LABELS = new Set(['you', 'me', 'i', 'user']);

/** Characters of one piece: a few sentences, so that what is found in it can be shown. */
const PIECE_CHARACTERS = 500;
/** More lines than that are no lines any more: they are joined to pieces. */
const MAX_LINES = 1_000;

/**
 * A text that says who speaks, line by line; lines without a name go on with the voice before. Names count only where the text uses them
 * throughout, so that "Note: buy milk" is a note and nobody's words.
 */
export function spokenLines(text: string): WrittenLine[] {
  const lines = nonEmptyLines(text).map(labelled);
  const labels = lines.flatMap(({ label }) => label ?? []);
  if (!areVoices(labels)) return plainLines(text);
  let voice: string | null = null;
  const told = lines.map(({ label, words }) => {
    voice = label ?? voice;
    return { label: voice, words };
  });
  return inPieces(told);
}

/** A text of one voice, or of nobody's. */
export function plainLines(text: string): WrittenLine[] {
  return inPieces(nonEmptyLines(text).map((words) => ({ label: null, words })));
}

/** The number of `Speaker 3`; null for a name. */
export function voiceNumberOf(label: string): number | null {
  const number = NUMBERED_VOICE.exec(label)?.groups?.['number'];
  return number === undefined ? null : Number(number);
}

/** Whether a label means the owner, by a word for it or by name. */
export function meansOwner(label: string, ownerName: string | null): boolean {
  const plain = label.toLowerCase();
  return OWNER_LABELS.has(plain) || (ownerName !== null && plain === ownerName.toLowerCase());
}

/** One is a heading unless it is a numbered voice or the owner; several that take turns are voices. */
function areVoices(labels: readonly string[]): boolean {
  const known = labels.some((label) => voiceNumberOf(label) !== null || meansOwner(label, null));
  return known || (new Set(labels).size > 1 && labels.length > new Set(labels).size);
}

function nonEmptyLines(text: string): string[] {
  return text.split(/\r?\n/u).flatMap((line) => line.trim() || []);
}

function labelled(line: string): WrittenLine {
  const { label, words } = LABELLED.exec(line)?.groups ?? {};
  return label && words ? { label: label.trim(), words } : { label: null, words: line };
}

/** Long lines are cut at sentences; where there are very many, short ones of one voice are joined. */
function inPieces(lines: readonly WrittenLine[]): WrittenLine[] {
  const pieces = lines.flatMap(({ label, words }) => cut(words).map((piece) => ({ label, words: piece })));
  return pieces.length <= MAX_LINES ? pieces : joined(pieces);
}

function cut(words: string): string[] {
  if (words.length <= PIECE_CHARACTERS) return [words];
  const sentences = words.match(/[^.!?…。！？]+[.!?…。！？]*\s*/gu) ?? [words];
  const short = sentences.flatMap((sentence) => slices(sentence));
  return packed(
    short,
    (piece, next) => piece.length + next.length <= PIECE_CHARACTERS,
    (a, b) => a + b,
  ).map((piece) => piece.trim());
}

function slices(sentence: string): string[] {
  const count = Math.ceil(sentence.length / PIECE_CHARACTERS);
  return Array.from({ length: count }, (_, part) =>
    sentence.slice(part * PIECE_CHARACTERS, (part + 1) * PIECE_CHARACTERS),
  );
}

function joined(pieces: readonly WrittenLine[]): WrittenLine[] {
  return packed(
    pieces,
    (piece, next) => piece.label === next.label && piece.words.length + next.words.length < PIECE_CHARACTERS,
    (a, b) => ({ label: a.label, words: `${a.words}\n${b.words}` }),
  );
}

/** Puts neighbours together as long as they fit. */
function packed<T>(all: readonly T[], fits: (packed: T, next: T) => boolean, put: (a: T, b: T) => T): T[] {
  const packs: T[] = [];
  for (const next of all) {
    const last = packs.at(-1);
    if (last !== undefined && fits(last, next)) packs[packs.length - 1] = put(last, next);
    else packs.push(next);
  }
  return packs;
}
