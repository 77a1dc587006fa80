/** What people call their own parents and grandparents, as if it were a name. */
const KIN = 'Dad|Daddy|Mum|Mummy|Mom|Mommy|Mama|Papa|Grandma|Grandpa|Granny|Grandad|Granddad|Gran|Nan|Nana';
const CALLED = new RegExp(
  `(?<!\\b(?:[Mm]y|[Yy]our|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Aa]) )\\b(${KIN})\\b(?='s\\b| (?!and I\\b)[a-z])`,
  'g',
);
/** "Mum, where is it?" and "Thanks, Dad." speak to them. */
const TOGETHER = new RegExp(`\\b(${KIN})(?= and (?:I|me)\\b)`, 'g');

/** "Dad takes warfarin" as "my dad takes warfarin": whose father it is, the speaker leaves out. */
export function withOwnKin(text: string): string {
  const own = (_: string, name: string) => `my ${name.toLowerCase()}`;
  return text.replace(CALLED, own).replace(TOGETHER, own);
}
