import type { Memory } from '#libs/contracts';

type Statement = Pick<Memory, 'content' | 'predicate'>;

/** Something of which a person has one value at a time, under however many predicates it is told. */
interface Slot {
  /** Predicates that may fill it; the same words under others speak of something else. */
  readonly predicates: ReadonlySet<string>;
  /** Values that exclude each other, by the words that tell them; the first that fits counts. */
  readonly values: readonly RegExp[];
}

const WORKPLACE = new Set(['work_arrangement', 'workplace', 'ended']);
const WORKING_TIME = new Set(['work_arrangement', 'days_off', 'ended']);
const EATING = new Set(['diet', 'taste', 'distaste', 'habit', 'ended']);
const BOND = new Set(['marital_status', 'family', 'household', 'ended', 'state']);
const HOME = new Set(['residence', 'household']);

const MEAT = '(?:meat|chicken|beef|bacon|pork|lamb|steak|sausages?|burgers?|fish|everything)';

const SINGING = new Set(['hobby', 'habit', 'role', 'state']);

const SLOTS: readonly Slot[] = [
  {
    predicates: SINGING,
    values: ['soprano', 'alto', 'tenor', 'baritone', 'bass'].map(
      (voice) =>
        new RegExp(
          `\\b(?:sings?|sung|singing|is an?|is the|among the|with the) (?:\\w+ )?${voice}s?\\b`,
          'i',
        ),
    ),
  },
  {
    predicates: WORKPLACE,
    values: [
      /\b(?:not|no longer|stopped|gave up)\b.*\b(?:from|at) home\b/i,
      /\b(?:from home|remotely|at (?:their|his|her) kitchen table)\b/i,
      /\b(?:desk|office|studio|workshop|on site|in person|co-?working)\b/i,
    ],
  },
  {
    predicates: WORKING_TIME,
    values: [
      /^(?!.*\bfrom home\b).*(?:\bfull[- ]time\b|\b(?:all )?(?:five|six) days\b|\bmonday to (?:friday|saturday)\b)/i,
      /^(?!.*\bfrom home\b).*(?:\bpart[- ]time\b|\b(?:one|two|three|four) days (?:a|per|each) week\b|\b(?:mon|tues|wednes|thurs|fri)days?,? (?:off|free)\b|\b(?:not|never|no longer) work\w* (?:on )?(?:mon|tues|wednes|thurs|fri)days?\b|\bmonday to (?:tues|wednes|thurs)day\b)/i,
    ],
  },
  {
    predicates: EATING,
    values: [
      new RegExp(
        `\\b(?:vegetarian|vegan|pescatarian)\\b|\\b(?:not|never|no longer|stopped|gave up|given up|cut out|off)\\b(?: \\w+)? ${MEAT}\\b`,
        'i',
      ),
      new RegExp(`\\b(?:eats?|eating|has) (?:\\w+ )?${MEAT}\\b`, 'i'),
    ],
  },
  {
    predicates: EATING,
    values: [
      /\b(?:not|never|no longer|stopped|quit|gave up|given up|without)\b.*\b(?:smok\w+|cigarettes?)\b/i,
      /\bsmok(?:es|ing)\b|\bcigarettes? (?:a|per|every) day\b/i,
    ],
  },
  {
    predicates: EATING,
    values: [
      /\bvegan\b/i,
      /\b(?:eats?|eating|drinks?|drinking|has) (?:\w+ )?(?:eggs|cheese|dairy|milk|butter|yoghurt|yogurt|honey)\b/i,
    ],
  },
  {
    predicates: BOND,
    values: [
      /\b(?:split up|broken? up|divorced|separated|is single|widow(?:ed|er)?|left (?:him|her)|called off the (?:wedding|engagement)|wedding (?:is|was) (?:off|cancelled|called off))\b/i,
      /\b(?:married|wed)\b/i,
      /\bengaged\b/i,
      /\b(?:dating|seeing)\b/i,
    ],
  },
  {
    predicates: HOME,
    values: [
      /\b(?:live|lives|lived|living|has the (?:flat|house|place))\b.*\b(?:alone|to (?:him|her|them)sel(?:f|ves)|on (?:his|her|their) own|by (?:him|her|them)sel(?:f|ves))\b/i,
      /\b(?:live|lives|living|lived|moved in|share|shares|sharing)\b.*\bwith\b|\bcare home\b|\bnursing home\b/i,
    ],
  },
];

/** Whether both tell what is in one slot of a person, and not the same. */
export function fillOneSlot(fresh: Statement, old: Statement): boolean {
  return SLOTS.some((slot) => {
    const [now, then] = [valueIn(slot, fresh), valueIn(slot, old)];
    return now !== -1 && then !== -1 && now !== then;
  });
}

function valueIn({ predicates, values }: Slot, { predicate, content }: Statement): number {
  return predicate === null || !predicates.has(predicate)
    ? -1
    : values.findIndex((wording) => wording.test(content));
}
