/** What people call their own parents and grandparents, as if it were a name. */
const KIN = 'Dad|Daddy|Mum|Mummy|Mom|Mommy|Mama|Papa|Grandma|Grandpa|Granny|Grandad|Granddad|Gran|Nan|Nana';
const CALLED = new RegExp(
  `(?<!\\b(?:[Mm]y|[Yy]our|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Aa]) )\\b(${KIN})\\b(?='s\\b| (?!and I\\b)[a-z])`,
  'g',
);
/** "Mum, where is it?" and "Thanks, Dad." speak to them. */
const TOGETHER = new RegExp(`\\b(${KIN})(?= and (?:I|me)\\b)`, 'g');

/** "The kids are with their father": in one's own words one's own household. */
const HOUSEHOLD =
  /^((?:so|and|but|well|oh|no|yes),? )?[Tt]he (kids|children|twins|little one|eldest|youngest|dog|cat|dogs|cats)(?= [a-z])/;

/** "Dad takes warfarin" as "my dad takes warfarin": whose father it is, the speaker leaves out. */
export function withOwnKin(text: string): string {
  const own = (_: string, name: string) => `my ${name.toLowerCase()}`;
  return text
    .replace(CALLED, own)
    .replace(TOGETHER, own)
    .replace(HOUSEHOLD, (_, lead: string | undefined, kin: string) => `${lead ?? ''}my ${kin}`);
}
