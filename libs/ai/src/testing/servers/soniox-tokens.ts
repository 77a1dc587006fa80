import type { ScriptedWord } from './scripted-words.js';

export interface SonioxServerToken {
  readonly text: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly confidence: number;
  readonly speaker?: string;
  readonly language?: string;
}

/** Words as Soniox tells them: halves of longer words, punctuation of its own, a space before each word but the first. */
export function sonioxTokens(
  words: readonly ScriptedWord[],
  asked: Readonly<Record<string, unknown>>,
  isFirst: boolean,
): SonioxServerToken[] {
  const isDiarized = asked['enable_speaker_diarization'] === true;
  const isIdentified = asked['enable_language_identification'] === true;
  return words.flatMap((word, index) =>
    piecesOf(word, isFirst && index === 0 ? '' : ' ').map((piece) => ({
      ...piece,
      confidence: word.confidence ?? 0.98,
      ...(isDiarized && { speaker: String((word.speaker ?? 0) + 1) }),
      ...(isIdentified && { language: word.language ?? 'en' }),
    })),
  );
}

function piecesOf({ text, startMs, endMs }: ScriptedWord, space: string) {
  const [, letters = text, mark = ''] = /^(.*?)([.,?!]*)$/.exec(text) ?? [];
  const marks = mark === '' ? [] : [{ text: mark, start_ms: endMs, end_ms: endMs }];
  if (letters.length < 6) return [{ text: space + letters, start_ms: startMs, end_ms: endMs }, ...marks];
  const middle = Math.ceil(letters.length / 2);
  const middleMs = Math.round((startMs + endMs) / 2);
  return [
    { text: space + letters.slice(0, middle), start_ms: startMs, end_ms: middleMs },
    { text: letters.slice(middle), start_ms: middleMs, end_ms: endMs },
    ...marks,
  ];
}
