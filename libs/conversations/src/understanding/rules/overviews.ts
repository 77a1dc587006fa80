import { isFirstName } from '#libs/ai';
import { type EventDraft } from '../event-draft.js';
import { type ActionItemDraft } from '../action-items.task.js';
import { askedProposals } from './asked-proposals.js';
import { ownProposals } from './own-proposals.js';
import { quoted, reported, standsAlone } from './reported-speech.js';
import { CONDITION, HEDGE, SUITS } from './speech-acts.js';
import { answeringNames, contentStems } from './talk.js';
import type { Line, Talk } from './talk-lines.js';
import { distinct, joined, storySubjects, subjectsOf } from './titles.js';
import { centralityOf, type Topics } from './topics.js';

const MAX_TOPICS = 4;
const MAX_LISTED = 8;
const MAX_FACTS = 4;
const MAX_FURTHER = 8;
/** What changes a life is worth telling. */
const TURNING_POINT =
  /\b(?:moved|live in|sold|quit|bought|got (?:a|the|married|engaged)|married|pregnant|expecting|diagnosed|born|died|retired|graduated|promoted|hired|fired|broke up|divorced|stopped|started)\b/i;
const FIRST_PERSON = /\b(?:I|my|me|mine|we|our|us)\b/i;
/** What is not so: "I would quit my job", "if it were cheaper". */
const HYPOTHETICAL = /\b(?:would|could have|might have|were to|if|wish|please)\b/i;
const GREETING =
  /^(?:hello|hi|hey|good (?:morning|afternoon|evening)|of course|do not|let|thank)\b|\b(?:this is|my name is|I would like to|i am afraid)\b/i;
const FIRST_PLURAL = /\b(?:we|us|our|ours)\b/i;
const FACT =
  /\b(?:is|are|was|has|have|had|am|live|lives|moved|work|works|bought|sold|started|quit|stopped|got|became|costs?|takes?|means|shows|needs?|born|married|allergic|expecting|diagnosed|decided|agreed|prefer|love|hate|like)\b/i;

export interface OverviewParts {
  readonly events: readonly EventDraft[];
  readonly tasks: readonly ActionItemDraft[];
}

/** Two to four sentences: who spoke about what, what was agreed, what the owner will do, what else was learned. */
export function overviewOf(talk: Talk, topics: Topics, parts: OverviewParts): string {
  const owner = talk.input.ownerName ?? 'The owner';
  const sentences = [opening(talk, topics, parts, owner)];
  if (parts.events.length > 0) sentences.push(agreed(parts.events));
  if (parts.tasks.length > 0) sentences.push(promised(parts.tasks, owner));
  if (!talk.story) sentences.push(...facts(talk, topics, owner, MAX_FACTS));
  const told = sentences.filter((sentence) => sentence !== '').join(' ');
  return talk.story ? told : `${told} ${alsoMentioned(topics, told)}`.trim();
}

/** What came up besides, so that whoever looks for it knows where it was spoken of. */
function alsoMentioned({ phrases, further }: Topics, told: string): string {
  const heard = contentStems(told);
  const rest = distinct([...further, ...phrases]).filter((phrase) =>
    [...contentStems(phrase)].every((stem) => !heard.has(stem)),
  );
  return rest.length === 0 ? '' : `Also mentioned: ${joined(rest.slice(0, MAX_FURTHER))}.`;
}

function opening(talk: Talk, topics: Topics, { events, tasks }: OverviewParts, owner: string): string {
  const named = {
    events: events.map(({ title }) => title),
    tasks: tasks.map(({ description }) => description),
  };
  const about = joined(
    subjectsOf(talk, topics, named)
      .filter((subject, at) => at === 0 || !/ and /.test(subject))
      .slice(0, MAX_TOPICS)
      .map((subject) => (topics.phrases.includes(subject) ? subject : asTopic(subject))),
  );
  if (about === '') return '';
  if (talk.story)
    return `A passage about ${joined(storySubjects(talk, topics).slice(0, 1))} was read or heard.`;
  if (talk.narrated) return `A broadcast or talk about ${about}.`;
  if (talk.monologue) return `${owner} made notes about ${about}.`;
  return `${company(talk, owner)} talked about ${about}.`;
}

/** "Planning spring catalogue" in the middle of a sentence. */
function asTopic(subject: string): string {
  const [first = ''] = subject.split(' ');
  if (/^news about /.test(subject)) return subject.slice('news about '.length);
  return isFirstName(first.replace(/'s$/, '')) || / \p{Lu}/u.test(subject)
    ? subject
    : subject.charAt(0).toLowerCase() + subject.slice(1);
}

function company(talk: Talk, owner: string): string {
  if (!talk.diarized) return `${owner} and others`;
  const names = [...new Set(new Map([...answeringNames(talk.lines), ...talk.names]).values())];
  const others = new Set(talk.lines.filter(({ role }) => role === 'other').map(({ speaker }) => speaker))
    .size;
  const unnamed = others - names.length;
  const numbers = ['', 'another person', 'two other people', 'three other people', 'four other people'];
  if (unnamed > 0) names.push(numbers[unnamed] ?? 'several other people');
  return joined([owner, ...names]);
}

function agreed(events: readonly EventDraft[]): string {
  const listed = events.slice(0, MAX_LISTED).map(({ title, description, start }) => {
    const place = description
      ? ` ${description.charAt(0).toLowerCase()}${neutral(description.slice(1))}`
      : '';
    return { title, when: `for ${spokenDay(start)}${spokenTime(start)}${place}` };
  });
  const [first] = listed;
  if (listed.length === 1 && first) return `${capital(withArticle(first.title))} is planned ${first.when}.`;
  return `Planned are ${joined(listed.map(({ title, when }) => `${withArticle(title)} ${when}`))}.`;
}

function promised(tasks: readonly ActionItemDraft[], owner: string): string {
  const listed = tasks
    .slice(0, MAX_LISTED)
    .map(
      ({ description, due }) =>
        `${description.charAt(0).toLowerCase()}${neutral(description.slice(1))}${due ? ` (${spokenDay(due)})` : ''}`,
    );
  const more = tasks.length > MAX_LISTED ? [`${tasks.length - MAX_LISTED} more`] : [];
  return `${capital(owner)} will ${joined([...listed, ...more])}.`;
}

/** An account by a third person holds no "my". */
function neutral(text: string): string {
  return text.replace(/\b(?:my|our)\b/g, 'their').replace(/\bme\b/g, 'them');
}

/** "the budget review", "Oliver's party", "lunch with Anna". */
function withArticle(title: string): string {
  const bare = /^(?:lunch|dinner|breakfast|brunch|coffee)\b/i.test(title) || /^\p{Lu}\S*['’]s? /u.test(title);
  return bare ? asTopic(title) : `the ${asTopic(title)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Sentences that say most about the topics, as one reports them. */
function facts(talk: Talk, topics: Topics, owner: string, count: number): string[] {
  const candidates = talk.lines.filter(
    (line) =>
      standsAlone(line) &&
      FACT.test(line.text) &&
      !HEDGE.test(line.text) &&
      !HYPOTHETICAL.test(line.text) &&
      isSafeToReport(talk, line),
  );
  const scored = candidates.map((line) => ({
    line,
    score:
      centralityOf(line, topics.weights) +
      (isOfOwner(talk, line) ? 0.4 : 0) +
      (TURNING_POINT.test(line.text) ? 0.4 : 0),
  }));
  const best = scored
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .sort((a, b) => a.line.index - b.line.index);
  return best.map(({ line }) =>
    (FIRST_PLURAL.test(line.text) ? quoted : reported)(line, nameOf(talk, line, owner)),
  );
}

/** Plans stand in the sentences before; somebody's own words need somebody's name. */
function isSafeToReport(talk: Talk, line: Line): boolean {
  if (isPlan(line) || isSmallTalk(line)) return false;
  if (!FIRST_PERSON.test(line.text)) return true;
  return !talk.narrated && (line.role === 'owner' || talk.names.has(line.speaker));
}

function isPlan(line: Line): boolean {
  if (CONDITION.test(line.text) || (SUITS.test(line.text) && line.dates.some(({ day }) => day !== null)))
    return true;
  return ownProposals(line).length > 0 || askedProposals(line).length > 0;
}

function isSmallTalk({ text }: Line): boolean {
  return contentStems(text).size < 2 || GREETING.test(text);
}

/** What the owner tells of his own life. */
function isOfOwner(talk: Talk, line: Line): boolean {
  return (line.role === 'owner' || talk.monologue) && /\b(?:I|my|we|our)\b/i.test(line.text);
}

function nameOf(talk: Talk, line: Line, owner: string): string {
  return line.role === 'owner' ? owner : (talk.names.get(line.speaker) ?? 'Someone');
}

const DAY = new Intl.DateTimeFormat('en-US', {
  weekday: 'long',
  month: 'long',
  day: 'numeric',
  timeZone: 'UTC',
});

function spokenDay(local: string): string {
  return DAY.format(new Date(`${local.slice(0, 10)}T00:00:00Z`));
}

function spokenTime(local: string): string {
  const [hour, minute] = local.slice(11).split(':').map(Number) as [number, number];
  if (hour === 0 && minute === 0) return '';
  return ` at ${hour % 12 || 12}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'AM' : 'PM'}`;
}
