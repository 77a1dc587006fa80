import type { Rewrite } from './idioms.js';
import { NUMBER, WEEKDAY } from './words.js';

/** Ways to tell that something is over or otherwise now, tried in order. */
export const CHANGE_IDIOMS: readonly Rewrite[] = [
  // "I'm all for digital now."
  [/\b(am|is|are) all for (?=\w)/gi, '$1 in favour of '],
  // "It's over with Petra", "my knees have put an end to squash", "we had to say goodbye to Mog".
  [/^[Ii]t is (?:all )?over (?:with|between me and|between) ([A-Z]\w+)/, '$1 and I have split up'],
  [/^(?:my [\w ]+?|that|it) (?:has |have )?put an end to (?:my |our |the )?(?=\w)/i, 'I have given up '],
  [/\b(?:had to say|have said|said) goodbye to ([A-Z]\w+)/g, 'lost $1'],
  [
    /\b(?:have had to |had to |have )?(?:give|given|gave) ((?:the|my) [\w ]{3,20}?) a miss\b/gi,
    'have stopped going to $1',
  ],
  // "They've closed the food bank."
  [
    /^they (?:have )?(closed|shut|scrapped|cancelled|discontinued) (?:down )?((?:the|my|our) [\w ]{3,25}?)(?: down)?(?=[,.!]|$)/i,
    (_, deed, what) => `${what!} was ${/^(?:closed|shut)$/i.test(deed!) ? `${deed!} down` : deed!}`,
  ],
  // "It's Mondays off now", "it's just one can a day now".
  [new RegExp(`^it is ((?:${WEEKDAY})s) off(?: now)?`, 'i'), 'I have $1 off'],
  [
    new RegExp(
      `^it is (?:only |just |down to )*((?:${NUMBER}|an?) [\\w ]{3,25} (?:a|per|each|every) (?:day|week|month))(?: now| these days)`,
      'i',
    ),
    'I have $1 now',
  ],
  // "I had my eyes lasered, so no more glasses."
  [/,? (?:so|and) (?:it is )?no more ([a-z]+)(?=[.!]|$)/i, ', and I have no more $1'],
  // "Finn's home from Berlin."
  [
    /\b([A-Z][a-z]+)'s (?=(?:home|gone|been|off|at big|moved|changed|retired|left)\b)/g,
    (_, who) => `${who!} has `,
  ],
  [/\bhas (?=(?:home|off|at)\b)/g, 'is '],
  [/\b(gave|given|threw|thrown) ([A-Z]\w+|(?:the|my|our) \w+(?: \w+)?) (away|out)\b/g, '$1 $3 $2'],
];
