import { findPersonNames, grammarOf } from '#libs/ai';
import { coreOf } from './noun-phrases.js';
import { ACCEPTANCE } from './speech-acts.js';
import type { Line } from './talk-lines.js';

/** Sentences for which something that people want to do is what they then find a time for. */
const REACH_LINES = 25;
const FRAGMENT_REACH_LINES = 2;
const MAX_WORDS = 4;

/** "Fancy a swim?", "we should have a coffee": a thing to do together. */
const WISH =
  /\b(?:fancy|feel like|up for|care for|(?:shall|could|can|should|ought to|want to|would like to|let us|need to|have to) (?:\w+ly )?(?:have|get|grab|take|go for|meet for)|(?:go|come|meet|out|over|round) for|(?:need|book|arrange|organi[sz]e|fix|set up)) (?:a|an|some|our|the|my|another) ([a-z][a-z '-]{2,40})/i;
/** "We should finally go bowling." */
const PASTIME =
  /(?<!\bI )\b(?:go|going|come|fancy|feel like) (?!going\b|\w*thing\b|morning\b|evening\b)([a-z]{3,}ing)\b(?! to\b)/i;
/** "Martin wants to take us out", "my aunt invited us". */
const INVITES =
  /\b(\p{Lu}\p{Ll}+|(?:my|our|your) \p{Ll}+) (?:(?:wants|would like|is going|has offered) to |will |is )?(?:tak(?:e|es|ing)|invit(?:e|es|ed|ing)|treat(?:s|ing)?|ha(?:s|ve|ving)) (?:us|you|me)\b/u;
/** "Let us set off on Friday": to where was said before. */
export const SETS_OFF =
  /\b(?:set(?:ting)? off|(?:leav(?:e|ing)|depart(?:ing)?|fly(?:ing)?)(?= (?:on|at|for|from|early|around|tomorrow|this|next|\w+day)\b)|driv(?:e|ing) (?:up|down|out)|head(?:ing)? (?:up|down|out|off)|go(?:ing)? away|get(?:ting)? (?:away|out of town))\b/i;
const PLACE_NAME = /(?<!\p{L})(\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})*)(?=[?!.,])/gu;
const NO_PLACE =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Christmas|Easter|Okay|Yes|Yeah|Sure|Fine|Great|Good|Done|Agreed|Sorry|Perfect|Lovely|Thanks|Right|Exactly|Maybe|Really|Deal|English|French|German|Spanish|Italian|Mexican)\b/;

const VAGUE =
  /^(?:look|bit|lot|word|words|chance|break|minute|second|moment|while|time|day|date|way|hand|favou?r|idea|call|number|name|plan|list|problem|question|thing|things|rest|room|table|appointment|meeting|slot|lift|ride home|new one|big one|one|other)\b/i;

/** What a talk is heading for, as far as no noun of an event says it: names for times that are found later. */
export class EventHints {
  private wish: { readonly title: string; readonly index: number } | null = null;
  private fragment: { readonly title: string; readonly index: number } | null = null;
  private place: { readonly title: string; readonly index: number } | null = null;

  /** Index of the sentence in which somebody offered to eat together. */
  private meal = -Infinity;

  hear(line: Line): void {
    const { index, text } = line;
    if (EATING.test(text)) this.meal = index;
    const title = wishIn(text);
    if (title) this.wish = { title, index };
    const alone = fragmentIn(line);
    if (alone) this.fragment = { title: alone, index };
    for (const [, name = ''] of text.matchAll(PLACE_NAME))
      if (index > 0 && !NO_PLACE.test(name) && findPersonNames(name).length === 0)
        this.place = { title: name, index };
  }

  /** The best name for what is arranged in a sentence, or null. */
  for({ index }: Line): string | null {
    if (isNear(this.fragment, index, FRAGMENT_REACH_LINES)) return this.fragment!.title;
    return isNear(this.wish, index, REACH_LINES) ? this.wish!.title : null;
  }

  /** "I will cook", said while the day is arranged. */
  mealNear({ index }: Line): string | null {
    return index - this.meal <= FRAGMENT_REACH_LINES ? MEAL : null;
  }

  /** "Let us set off on Friday": a trip, to the place that was named last. */
  tripOf({ index, text, dates }: Line): string | null {
    if (!SETS_OFF.test(text) || dates.every(({ day }) => day === null)) return null;
    return isNear(this.place, index, REACH_LINES) ? `Trip to ${this.place!.title}` : 'Trip';
  }
}

function isNear(hint: { readonly index: number } | null, index: number, reach: number): boolean {
  return hint !== null && index - hint.index <= reach;
}

/** "Come over and eat with us", "I will cook". */
const EATING =
  /\b(?:eat(?:ing)? with (?:us|me|you)|(?:have|having) (?:a bite|something to eat)|(?:I|we) (?:will|am|are|can|could)(?: going to)? (?:cook(?:ing)?|make us something|do the cooking)(?: for (?:you|us|everyone))?)(?=[.,!?]|$| (?:on|at|if|for|with|and|something)\b)/i;

const MEAL = 'dinner';

function wishIn(text: string): string | null {
  if (EATING.test(text)) return MEAL;
  return invitationIn(text) ?? PASTIME.exec(text)?.[1] ?? wantedIn(text);
}

function invitationIn(text: string): string | null {
  const host = INVITES.exec(text)?.[1];
  if (!host) return null;
  return `${/\bout\b/.test(text) ? 'Going out with' : 'Visit to'} ${host.replace(/^(?:my|our|your) /i, 'the ')}`;
}

function wantedIn(text: string): string | null {
  const wanted = WISH.exec(text)?.[1] ?? '';
  const core = coreOf(
    wanted.replace(
      /\b(?:this|next|on|at|in|together|before|after|and|if|so|tomorrow|tonight|some)\b.*$/i,
      '',
    ),
  );
  return core === '' || VAGUE.test(core) || core.split(' ').length > MAX_WORDS ? null : core;
}

/** "Now, supervision.", "The winter tires.": a thing alone puts it on the table. */
function fragmentIn({ text, question, dates }: Line): string | null {
  const bare = text.replace(
    /^(?:(?:and|so|now|then|well|okay|right|next|but|first|second|third|finally|also|anyway),? )+/i,
    '',
  );
  if (question || dates.length > 0 || bare.split(' ').length > MAX_WORDS + 1 || ACCEPTANCE.test(text))
    return null;
  const core = coreOf(bare);
  return core !== '' && !VAGUE.test(core) && /^(?:the|our|your|my|[a-z])/u.test(bare) && isNounAlone(bare)
    ? core
    : null;
}

function isNounAlone(text: string): boolean {
  const read = grammarOf(text);
  return read.has('#Noun') && !read.has('#Verb') && !read.has('#Pronoun');
}
