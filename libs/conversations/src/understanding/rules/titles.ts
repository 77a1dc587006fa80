import { infinitiveOf, isNumberWord } from '#libs/ai';
import { eventNameIn, purposeIn } from './event-names.js';
import { coreOf } from './noun-phrases.js';
import type { Line, Talk } from './talk-lines.js';
import { stemsOf, type Topics } from './topics.js';

const MAX_WORDS = 10;
const SMALL = new Set('a an the and or but of in on at to for from by with about as'.split(' '));
const ACTIVITY =
  /\b(?:let us|we (?:have to|need to|should|want to|must)|i (?:would like|want|need|have) to|can we|could we|shall we|time to|here to|calling to|going to) (plan|discuss|review|go through|book|arrange|organi[sz]e|prepare|reserve|schedule|talk about|rent|buy|sell|order|renew|cancel|report|open|apply for|sign up for|register for|return|exchange|plant|build|paint|renovate|design) (?:(the|a|an|our|my|this|some) )?([^.,?!;]{3,60})/i;
const GERUND: Readonly<Record<string, string>> = {
  plan: 'Planning', discuss: 'Discussing', review: 'Reviewing', 'go through': 'Going Through', book: 'Booking', arrange: 'Arranging', prepare: 'Preparing', reserve: 'Reserving',
  schedule: 'Scheduling', 'talk about': 'Discussing', rent: 'Renting', buy: 'Buying', sell: 'Selling', order: 'Ordering', renew: 'Renewing', cancel: 'Canceling', report: 'Reporting', open: 'Opening',
  'apply for': 'Applying for', 'sign up for': 'Signing Up for', 'register for': 'Registering for', return: 'Returning', exchange: 'Exchanging', plant: 'Planting', build: 'Building', paint: 'Painting',
  renovate: 'Renovating', design: 'Designing',
}; // prettier-ignore
const SUBJECT_OF_BROADCAST =
  /\b(?:(?:today|tonight|this week|in this (?:episode|lecture|chapter|video)|this (?:lecture|episode|chapter) is)[^.?!]{0,30}?\b(?:about|at|into|with|on)|(?:topic|subject) (?:today |of (?:today|this lecture) )?is) ([^.?!]{4,70})/i;

const EXPLICIT_SUBJECT =
  /\b(?:it is|this is|talk|speak|calling|called|call|rang|ringing|phoned|wrote|emailed|here|ask|discuss|question|meeting) (?:to you |with you |again )?(?:about|because of|regarding|concerning) ((?!you\b|me\b|it\b|that\b|this\b)[^.,?!;]{3,50})/i;
const EXPLICIT_LINES = 10;
const SUBJECT_FIRST_LINES = 2;

export interface TitleParts {
  readonly events: readonly string[];
  readonly tasks: readonly string[];
}

/** A headline of at most ten words from the activity, the appointments, the people and the strongest topics. */
export function titleOf(talk: Talk, topics: Topics, parts: TitleParts): string {
  if (talk.story) return titleCase(`a passage about ${joined(storySubjects(talk, topics).slice(0, 1))}`);
  if (talk.narrated) return titleCase(broadcastSubject(talk.lines) ?? joined(topics.phrases.slice(0, 2)));
  const subjects = subjectsOf(talk, topics, parts);
  if (talk.monologue && parts.events.length + parts.tasks.length > 1)
    return titleCase(`Notes: ${joined(subjects.slice(0, 3))}`);
  const partners = [...talk.names.values()].slice(0, 2);
  const headline = joined(subjects.slice(0, /^\p{Lu}\w+ing /u.test(subjects[0] ?? '') ? 2 : 3));
  if (headline === '')
    return partners.length > 0
      ? titleCase(`Conversation with ${partners.join(' and ')}`)
      : 'Short Conversation';
  return titleCase(withPartners(headline, partners));
}

/** What the talk is about, most telling first: what people set out to do, appointments, people, tasks, topics. No root twice. */
export function subjectsOf(talk: Talk, topics: Topics, { events, tasks }: TitleParts): string[] {
  const objects = tasks.map(taskObject).filter((object) => object !== '');
  if (talk.monologue) return distinct([...events, ...objects, ...topics.phrases]);
  const subject = explicitSubject(talk.lines.slice(0, EXPLICIT_LINES));
  // What somebody calls about comes before what they have to do for it.
  const opensWithIt =
    subject !== null && explicitSubject(talk.lines.slice(0, SUBJECT_FIRST_LINES)) === subject;
  const activity = opensWithIt ? null : activityIn(talk.lines.slice(0, Math.max(12, talk.lines.length / 4)));
  const person = topics.people[0] && !activity && !subject ? [`news about ${topics.people[0]}`] : [];
  return distinct([
    ...(activity ? [activity] : []),
    ...(subject && !activity ? [subject] : []),
    ...events,
    ...person,
    ...topics.phrases.slice(0, 2),
    ...objects,
    ...topics.phrases.slice(2),
  ]);
}

/** Names of up to two partners when there is room and the headline does not hold them. */
function withPartners(headline: string, partners: readonly string[]): string {
  const missing = partners.filter((name) => !headline.includes(name));
  const longer = `${headline} with ${missing.join(' and ')}`;
  return missing.length === 0 || longer.split(' ').length > MAX_WORDS || / with /.test(headline)
    ? headline
    : longer;
}

const FULL_NAME =
  /\b((?:(?:Mr|Mrs|Ms|Miss|Dr|Doctor|Sir|Lady|Lord|Captain|Colonel)\.? )(?:\p{Lu}\p{Ll}+ ?)+|\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+)/gu;

/** Whom and what a story is about. */
export function storySubjects(talk: Talk, topics: Topics): string[] {
  const text = talk.lines.map((line) => line.text.replace(/^\p{Lu}\p{Ll}+ (?=\p{Lu})/u, '')).join(' ');
  const people = [...text.matchAll(FULL_NAME)].map(([name]) => name.trim());
  return distinct([...people.slice(0, 2), ...topics.people, ...topics.phrases]);
}

function activityIn(lines: readonly Line[]): string | null {
  for (const { text, secret } of lines) {
    if (secret) continue;
    const purpose = purposeIn(text)?.title.toLowerCase();
    const activity = namedActivity(text, purpose);
    if (activity) return activity;
    if (purpose && purpose !== 'appointment') return `Scheduling the ${purpose}`;
  }
  return null;
}

/** "let us plan the spring catalogue": "Planning the spring catalogue". */
function namedActivity(text: string, purpose: string | undefined): string | null {
  const [, said = '', article, object = ''] = ACTIVITY.exec(text) ?? [];
  const thing = coreOf(
    object.replace(
      /\b(?:together|today|tomorrow|this|next|before|after|until|and|so|the next|now|again)\b.*$/i,
      '',
    ),
  );
  if (
    thing === '' ||
    thing.split(' ').length > 4 ||
    /^(?:it|that|them|one|something|week|weeks)$/i.test(thing)
  )
    return null;
  const verb = said.toLowerCase().replace('organise', 'organize');
  return `${GERUND[verb] ?? infinitiveOf(verb)} ${articleOf(article)} ${purpose ?? thing}`.replace(
    / {2,}/g,
    ' ',
  );
}

/** "I wanted to talk about Rosie's reading". */
export function explicitSubject(lines: readonly Line[]): string | null {
  for (const { text, secret } of lines) {
    const thing = secret ? undefined : EXPLICIT_SUBJECT.exec(text)?.[1];
    const core = thing && (eventNameIn(text)?.title ?? coreOf(thing));
    if (core && core.split(' ').length <= 5) return core;
  }
  return null;
}

function articleOf(said: string | undefined): string {
  const article = said?.toLowerCase() ?? '';
  return /^(?:our|my|this)$/.test(article) ? 'the' : article.replace('some', '');
}

function broadcastSubject(lines: readonly Line[]): string | null {
  for (const { text } of lines.slice(0, 20)) {
    const subject = SUBJECT_OF_BROADCAST.exec(text)?.[1];
    if (subject) return subject.split(' ').slice(0, MAX_WORDS).join(' ');
  }
  return null;
}

/** "Send the stock forecast to Karen": "stock forecast". */
export function taskObject(description: string): string {
  const words = description
    .split(' ')
    .slice(1)
    .join(' ')
    .replace(/\b(?:and|to|for|from|with|at|in|on|about|of)\b.*$/i, '');
  const object = coreOf(words).split(' ').slice(-3);
  return object.some((word) => isNumberWord(word.toLowerCase())) ? '' : object.join(' ');
}

/** Drops what shares a root with something before it. */
export function distinct(phrases: readonly string[]): string[] {
  const seen = new Set<string>();
  return phrases.filter((phrase) => {
    const stems = [...stemsOf(phrase)];
    const fresh = stems.length > 0 && !stems.some((stem) => seen.has(stem));
    stems.forEach((stem) => seen.add(stem));
    return fresh;
  });
}

export function joined(phrases: readonly string[]): string {
  if (phrases.length <= 1) return phrases[0] ?? '';
  return `${phrases.slice(0, -1).join(', ')} and ${phrases.at(-1)}`;
}

export function titleCase(text: string): string {
  const words = text.split(/\s+/).slice(0, MAX_WORDS);
  while (words.length > 1 && SMALL.has(words.at(-1)!.toLowerCase())) words.pop();
  return words
    .map((word, at) =>
      at > 0 && SMALL.has(word.toLowerCase())
        ? word.toLowerCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ')
    .replace(/,$/, '');
}
