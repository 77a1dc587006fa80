import type { TranscriptTurn } from '#libs/contracts';
import type { ExtractedFact, KnownFact } from './fact.js';
import { memoryFacts } from './memory-facts.js';

/** Lines of talk: the owner's, those of others after `>`, and those of nobody knows whom after `?`. */
function turnsOf(lines: readonly string[]): TranscriptTurn[] {
  return lines.map((line, index) => ({
    segmentIds: [`s${index}`],
    speaker: /^[>?]/.test(line) ? 'Speaker 1' : 'You',
    isUser: line.startsWith('?') ? null : !line.startsWith('>'),
    text: line.replace(/^[>?] /, ''),
    start: index * 5,
    end: index * 5 + 4,
  }));
}

export function factsOf(
  lines: readonly string[],
  existing: readonly KnownFact[] = [],
  rejected: readonly string[] = [],
): ExtractedFact[] {
  const transcript = {
    turns: turnsOf(lines),
    startedAtMs: Date.parse('2026-05-20T10:00:00-05:00'),
    timeZone: 'America/Chicago',
    language: 'en',
    ownerName: 'Sam',
  };
  return memoryFacts({ transcript, existing, rejected });
}
export const contentsOf = (...lines: string[]): string[] => factsOf(lines).map((fact) => fact.content);
