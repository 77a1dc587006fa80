import { stemOf } from '#libs/ai';

/** Everyday words that stand for one another between a question and what was said, by topic of daily life; each line is one group. */
const GROUPS = `
arrange organize organise set
pick collect fetch
book booking reserve reservation appointment schedule
phone call ring telephone speaking
buy purchase order get
cost price pay charge fee dollar euro pound expensive
money amount dollar euro pound budget
repair fix mend
doctor physician clinic health patient
return back
medicine drug medication pill tablet antibiotic
car vehicle
house home flat apartment
move relocate postpone change
flavor flavour taste
color colour
live stay reside
job work employ profession
boss manager
child kid son daughter
parent mother father mom dad
mother mom mum
father dad
spouse wife husband partner
start begin open
end finish stop close
meeting review appointment call
trip travel journey holiday vacation fly
fly flight plane airline airport
send email mail text
promise agree will
tell say mention
want like wish prefer
hate dislike stand
love like enjoy
sick ill
food eat meal dish
drink beverage
gift present
show podcast program episode broadcast listener
photo picture image
study learn
teacher instructor
bring take carry
need must have
meet see visit
leave depart
arrive come
allergy allergic
talk speak discuss
film movie
shop store
company firm business
test exam
big large
small little
`;

const IRREGULAR = `bought buy|brought bring|took take|taken take|went go|gone go|came come|saw see|seen see|said say|told tell|got get|gave give|given give|
made make|met meet|paid pay|sent send|spent spend|left leave|lost lose|kept keep|knew know|known know|thought think|felt feel|found find|
heard hear|held hold|built build|chose choose|chosen choose|drank drink|drove drive|driven drive|ate eat|eaten eat|fell fall|flew fly|flown fly|
forgot forget|grew grow|grown grow|hid hide|meant mean|ran run|sang sing|sat sit|slept sleep|sold sell|spoke speak|spoken speak|stood stand|
swam swim|taught teach|threw throw|understood understand|wore wear|won win|wrote write|written write|began begin|begun begin|broke break|
broken break|caught catch|did do|done do|led lead|lent lend|read read|rode ride|rose rise|shot shoot|shown show|stole steal|woke wake|children child|
people person|men man|women woman|wives wife|lives live|danced dance|dancing dance`;

const irregular = new Map(IRREGULAR.split('|').map((pair) => pair.trim().split(' ') as [string, string]));

/** The root by which words are compared: `bought`, `buys` and `buy` agree. Lower case in. */
export function rootOf(word: string): string {
  const bare = word.replace(/'s$|'$/, '');
  const stem = stemOf(irregular.get(bare) ?? bare);
  // "coming" loses its ending and "come" keeps it, unless the last letter goes as well.
  return stem.length > 3 ? stem.replace(/e$/, '') : stem;
}

const kin = buildKin();

function buildKin(): ReadonlyMap<string, ReadonlySet<string>> {
  const byRoot = new Map<string, Set<string>>();
  for (const line of GROUPS.trim().split('\n')) {
    const roots = line.split(' ').map(rootOf);
    for (const root of roots) byRoot.set(root, new Set([...(byRoot.get(root) ?? []), ...roots]));
  }
  return byRoot;
}

/** Whether two different roots often stand for the same thing. */
export function areKin(root: string, other: string): boolean {
  return kin.get(root)?.has(other) ?? false;
}
