import { type TranscriptInput } from '#libs/contracts';

/** Thursday, 5 March 2026, ten in the morning in Chicago. */
const STARTED_AT_MS = Date.parse('2026-03-05T10:00:00-06:00');

/**
 * A transcript for specs. Each line is `Name: what is said`; `Sam` is the owner, `?` is anybody (voices not told apart), other names are
 * numbered like unknown speakers unless `known` lists them.
 */
export function talkOf(script: string, known: readonly string[] = []): TranscriptInput {
  const others: string[] = [];
  const turns = script
    .trim()
    .split('\n')
    .map((row, number) => {
      const [, name = '', text = ''] = /^\s*([^:]+): (.*)$/.exec(row) ?? [];
      if (name !== 'Sam' && !others.includes(name)) others.push(name);
      const label = known.includes(name) ? name : `Speaker ${name === '?' ? 0 : others.indexOf(name) + 1}`;
      return {
        segmentIds: [`s${number}`],
        speaker: name === 'Sam' ? 'You' : label,
        isUser: name === '?' ? null : name === 'Sam',
        text,
        start: number * 4,
        end: number * 4 + 3,
      };
    });
  return { turns, startedAtMs: STARTED_AT_MS, timeZone: 'America/Chicago', language: 'en', ownerName: 'Sam' };
}
