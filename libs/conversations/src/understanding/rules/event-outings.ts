import { coreOf } from './noun-phrases.js';

/** Where people go for pleasure: with a day and a time, going there is an appointment. */
const OUTING =
  /\b(?:go|going|come|coming|invite you|take you|taking you|off) (?:along |out |together |with (?:us|me) )?(?:and see |to see )?to ((?:the|a|an|our|that) (?:[\p{L}'-]+ ){0,3}?(?:cinema|movies|zoo|circus|theat(?:er|re)|opera|ballet|museum|gallery|aquarium|planetarium|beach|pool|lake|fair|carnival|market|restaurant|pub|stadium|game|match|musical|amusement park|theme park|water park|national park|botanical garden|farm|castle|escape room))\b/iu;
/** Somebody comes to do something to a thing: a visit without a noun for it. */
const VISITOR =
  /\b((?:the|our|your|a|an|some|one of (?:the|our)|two|his|their) (?:\p{Ll}+ ){0,2}?\p{Ll}+|somebody|someone|I|we|experts?|people|technicians?|workmen) (?:will|would|can|could|wants? to|have to|has to|are going to|is going to|(?:is|are) (?=coming\b)) ?(?:then |like to |also )?(?:come|coming|stop by|drop by)?(?: over| round| around| by)?(?: and | to )?(look at|take a look at|have a look at|inspect|examine|assess|measure|repair|fix|install|service|read|clean|replace|check|value|survey|view) ((?:the|your|our|my) [\p{L}' -]{2,40})/iu;
/** The word for coming must be there, or the visitor be somebody else. */
const COMES = /\b(?:com(?:e|ing)|stop by|drop by)\b/i;
const ANYBODY = /^(?:I|we|somebody|someone|people)$/i;

/** "We will go to the petting zoo on Saturday": `petting zoo`, or null. */
export function outingIn(text: string): string | null {
  const place = OUTING.exec(text)?.[1];
  return place ? coreOf(place) : null;
}

/** "Our experts will look at the van": `experts' visit to look at the van`, or null. */
export function visitIn(text: string): string | null {
  const [said = '', visitor = '', deed = '', thing = ''] = VISITOR.exec(text) ?? [];
  const object = coreOf(thing.replace(/\b(?:on|at|by|next|this|tomorrow|and|before|after)\b.*$/i, ''));
  const anybody = ANYBODY.test(visitor);
  if (object === '' || (anybody && !COMES.test(said))) return null;
  const visit = `visit to ${deed.toLowerCase()} the ${object}`;
  return anybody
    ? visit
    : `${possessive(coreOf(visitor.replace(/^one of (?:the|our) (.*)s$/i, '$1')))} ${visit}`;
}

function possessive(noun: string): string {
  return noun.endsWith('s') ? `${noun}'` : `${noun}'s`;
}
