import type { Memory } from '#libs/contracts';
import { kinOf, MONTH, PET, WEEKDAY } from '../facts/words.js';

type Statement = Pick<Memory, 'content' | 'subject' | 'predicate'>;

/** That somebody, man or beast, is no longer with those who had them. */
const GONE =
  /\b(?:died|dead|passed away|put down|put to sleep|run over|rehomed|re-homed|ran away|is gone|has gone missing|(?:not|no longer) with|gave away|given away|took (?:him|her) in|has taken (?:him|her|\w+) in|went to live|gone to live|lost (?=[A-Z]))\b/;
const MOVED_OUT =
  /\b(?:moved out|moved away|moved in with|left|has gone back|has his own|has her own|no longer lives)\b/;
const PARTED = /\b(?:split up|broken? up|divorced|separated)\b/;

const NO_NAME = new RegExp(`^(?:${MONTH}|(?:${WEEKDAY})s?|I)$`, 'i');

/** Who is what they are for as long as they live there. */
const OF_HOUSE =
  /'s (?:\w+ )?(?:lodger|tenant|subtenant|roommate|flatmate|housemate|au pair|nanny|carer|babysitter)\b/;
const PARTNER = /\b(?:wife|husband|spouse|partner|girlfriend|boyfriend|fianc[eé]e?)\b/;
const IS_PET = new RegExp(`\\b(?:${PET})\\b`);

/** What remains true of somebody who is gone. */
const OF_THE_PAST = new Set(['relation', 'family', 'ended', 'history', 'achievement', 'origin', 'birthday']);
/** What the owner has or does as long as somebody is there. */
const WITH_SOMEBODY = new Set(['pet', 'ownership', 'household', 'hobby', 'habit', 'residence', 'family']);

/**
 * Whether what became of somebody ends what was known of them, or of the owner with them: the death of a dog, a lodger who moved out. Unlike
 * other contradictions it reaches from one subject to another.
 */
export function endsBond(fresh: Statement, old: Statement): boolean {
  if (takesPost(fresh, old)) return true;
  if (PARTED.test(fresh.content)) return namesSame(fresh, old) && PARTNER.test(old.content);
  if (GONE.test(fresh.content)) return namesSame(fresh, old) && isWhileThere(fresh, old);
  if (movedInWith(fresh, old)) return true;
  return MOVED_OUT.test(fresh.content) && namesSame(fresh, old) && isWhileLivingHere(fresh, old);
}

/** "Rolf is Sam's boss", "Sam's boss is called Ingrid": who is what of which people have one. */
const POST =
  /^(?:([A-Z]\w+) is )?[A-Z]\w+'s (boss|manager|supervisor|landlord|landlady|dentist|doctor|coach|trainer|teacher|therapist)(?: is (?:called )?([A-Z]\w+))?$/;

/** Another person in the same place. */
function takesPost(fresh: Statement, old: Statement): boolean {
  const [now, then] = [POST.exec(fresh.content), POST.exec(old.content)];
  return now !== null && then !== null && now[2] === then[2] && (now[1] ?? now[3]) !== (then[1] ?? then[3]);
}

/** Who lives alone does so no more when somebody moves in. */
function movedInWith(fresh: Statement, old: Statement): boolean {
  const isAlone = isOwner(old) && old.predicate === 'residence' && /\balone\b/.test(old.content);
  return isAlone && !isOwner(fresh) && /\bmoved in\b(?! with (?:his|her|their))/.test(fresh.content);
}

function isWhileThere(fresh: Statement, old: Statement): boolean {
  if (GONE.test(old.content)) return false;
  if (isOwner(old)) return WITH_SOMEBODY.has(old.predicate ?? '');
  return IS_PET.test(`${fresh.content} ${old.content}`) || !OF_THE_PAST.has(old.predicate ?? '');
}

function isWhileLivingHere(fresh: Statement, old: Statement): boolean {
  if (isOwner(fresh) || MOVED_OUT.test(old.content)) return false;
  return isOwner(old) ? old.predicate === 'household' : OF_HOUSE.test(old.content);
}

/** Whether both speak of one person or animal besides the owner. */
function namesSame(fresh: Statement, old: Statement): boolean {
  const others = [fresh, old].map(({ subject }) => subject).filter((subject) => subject !== 'user');
  return [...others, ...namesIn(fresh)].some((who) => speaksOf(fresh, who) && speaksOf(old, who));
}

/** Words with a capital but for whom the statement is about, and months. */
function namesIn({ content }: Statement): string[] {
  const names = content.replace(/^\S+/, '').match(/(?<= )[A-Z][\p{L}]+/gu) ?? [];
  const owner = /^\w+/.exec(content)?.[0];
  return names.filter((name) => name !== owner && !NO_NAME.test(name));
}

function speaksOf({ subject, content }: Statement, who: string): boolean {
  return (
    kinOf(subject.toLowerCase()) === kinOf(who.toLowerCase()) ||
    new RegExp(`\\b${escaped(who)}\\b`, 'i').test(content)
  );
}

function isOwner({ subject }: Statement): boolean {
  return subject === 'user';
}

function escaped(name: string): string {
  return name.replace(/[^\p{L}\p{N}]/gu, '\\$&');
}
