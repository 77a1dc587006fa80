import { stemOf } from '#libs/ai';

/** A list of words written as one text, as the body of an alternation: `house flat` becomes `house|flat`; `_` stands for a blank. */
export function anyOf(words: string): string {
  return words.trim().split(/\s+/).join('|').replaceAll('_', ' ');
}

export const NUMBER =
  anyOf(`one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
  eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety \\d+ a_couple_of several a_few half_a_dozen a_dozen`);
export const WEEKDAY = anyOf('monday tuesday wednesday thursday friday saturday sunday');
export const MONTH = anyOf(
  'january february march april may june july august september october november december',
);

/** Relations by blood, marriage and household. */
const FAMILY =
  anyOf(`wife husband spouse partner girlfriend boyfriend fiancee fiancé fiancée fiance other_half missus hubby ex-wife ex-husband son daughter kid child baby
  toddler kids children sons daughters boys girls twins parents folks little_one girl boy mother mom mum mama father dad papa brother sister siblings brothers sisters
  grandmother grandma granny gran nan nana grandfather grandpa grandad granddad grandparents mummy mommy daddy granddaughter grandson grandchildren uncle aunt cousin nephew niece mother-in-law
  father-in-law sister-in-law brother-in-law son-in-law daughter-in-law in-laws stepson stepdaughter stepfather stepmother stepbrother
  stepsister half-brother half-sister godson goddaughter godmother godfather eldest youngest oldest ex`);
/** Relations of choice and of work. */
const CIRCLE =
  anyOf(`friend best_friend mate best_mate roommate flatmate housemate business_partner neighbor neighbour boss manager supervisor colleague coworker co-worker
  assistant doctor dentist therapist physiotherapist mentor landlord landlady coach trainer teacher piano_teacher babysitter nanny lodger tenant subtenant
  bandmate teammate godchild apprentice carer grandchild great-aunt great-uncle grandniece grandnephew stepchild fosterchild cleaner gardener tutor childminder`);
export const PET =
  anyOf(`dog cat puppy kitten rabbit bunny hamster parrot budgie canary horse pony goldfish turtle tortoise lizard snake
  ferret dogs cats puppies kittens rabbits horses chickens hens goats sheep bees beagle labrador poodle terrier retriever shepherd
  dachshund spaniel collie pigeons ducks geese llamas alpacas pigs donkey donkeys ponies koi guinea_pig guinea_pigs gerbil gecko rooster cockatoo greyhound whippet`);
export const RELATION = `${FAMILY}|${CIRCLE}`;

const PLURAL =
  /^(?:kids|children|sons|daughters|boys|girls|twins|parents|folks|siblings|brothers|sisters|grandparents|grandchildren|in-laws|dogs|cats|puppies|kittens|rabbits|horses|chickens|hens|goats|sheep|bees|pigeons|ducks|geese|llamas|alpacas|pigs|donkeys|ponies)$/;
export function isPlural(relation: string): boolean {
  return PLURAL.test(relation.toLowerCase());
}

/** What parents and grandparents are called at home, by what they are. */
const KIN: Readonly<Record<string, string>> = {
  ...named('mother', 'mom mum mama mummy mommy'),
  ...named('father', 'dad papa daddy'),
  ...named('grandmother', 'grandma granny gran nan nana'),
  ...named('grandfather', 'grandpa grandad granddad'),
};

function named(kin: string, calls: string): Record<string, string> {
  return Object.fromEntries(calls.split(' ').map((call) => [call, kin]));
}

/** "mother" for "mum": one word for one relation; other words come back as they are. */
export function kinOf(relation: string): string {
  return KIN[relation] ?? relation;
}

const GLUE = new Set(
  `a an the and or of in on at to for with from by as is are was were be been being am has have had do does did it its he she they them
   their his her him this that these those there here i we my our me us you your who which about around some any very really just still
   also now then than so too up out off over into since no not never longer more only sam's owner's own`.split(
    /\s+/,
  ),
);

/** The words that carry meaning, as rough roots, so that "drinks" and "drinking" compare as equal. */
export function contentStems(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(/’/g, "'")
    .match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu);
  return (words ?? []).filter((word) => !GLUE.has(word)).map((word) => stemOf(word).replace(/(?<=..)s$/, ''));
}
