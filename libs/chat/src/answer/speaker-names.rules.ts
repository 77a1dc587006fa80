import { isFirstName } from '#libs/ai';
import type { EvidenceTurn } from './answer-input.js';

const INTRODUCTION =
  /\b(?:[Mm]y name is|[Tt]his is|I am called) (\p{Lu}\p{Ll}+)(?: \p{Lu}\p{Ll}+)?(?: speaking| here|[.,!]|$)/u;
/** "David, please …" and "…, David?" */
const ADDRESS = /(?:^|[.!?] )(\p{Lu}\p{Ll}+), |, (\p{Lu}\p{Ll}+)[.?!]/gu;

/**
 * Names of the other speakers where the talk itself gives them: they introduce themselves, or reply right after they were addressed.
 * A voice for which two names come up keeps none: no name is better than a wrong one.
 */
export function speakerNames(turns: readonly EvidenceTurn[]): ReadonlyMap<string, string> {
  const heard = new Map<string, Set<string>>();
  const hear = (turn: EvidenceTurn | undefined, name: string | undefined) => {
    if (!turn || turn.isUser !== false || !name || !isFirstName(name)) return;
    heard.set(turn.speaker, (heard.get(turn.speaker) ?? new Set()).add(name));
  };
  turns.forEach((turn, at) => {
    hear(turn, INTRODUCTION.exec(turn.text)?.[1]);
    const next = turns[at + 1];
    if (next?.speaker === turn.speaker) return;
    for (const [, before, after] of turn.text.matchAll(ADDRESS)) hear(next, before ?? after);
  });
  return new Map(
    [...heard].flatMap(([speaker, names]) => (names.size === 1 ? [[speaker, [...names][0]!]] : [])),
  );
}
