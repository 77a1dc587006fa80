import type { ScriptedUtterance } from '../fake-speech-to-text.js';

/** A word that is said in the audio, punctuation included. */
export interface ScriptedWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** 0 when absent. */
  readonly speaker?: number;
  /** ISO 639-1. */
  readonly language?: string;
  /** 0.98 when absent. */
  readonly confidence?: number;
}

/** The words of utterances, each taking time by its letters. */
export function scriptedWords(utterances: readonly ScriptedUtterance[]): ScriptedWord[] {
  return utterances.flatMap(({ text, startMs, endMs, speaker }) => {
    const words = text.split(' ');
    const msPerLetter = (endMs - startMs) / words.join('').length;
    let atMs = startMs;
    return words.map((word) => {
      const wordStartMs = atMs;
      atMs += word.length * msPerLetter;
      return {
        text: word,
        startMs: Math.round(wordStartMs),
        endMs: Math.round(atMs),
        ...(speaker === undefined ? {} : { speaker }),
      };
    });
  });
}
