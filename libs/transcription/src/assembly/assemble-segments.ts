import type { TranscriptSegment } from '#libs/contracts';
import { joinWithPause, withoutPauses } from './pauses.js';
import {
  endsSentence,
  isCompleteSentence,
  normalizeSpacing,
  splitFirstSentence,
  splitOpenEnd,
  startsLowercase,
} from './sentences.js';

/** Seconds between the end of one stretch of speech and the start of the next within which they can be one. */
const JOIN_WITHIN_S = 3;
/** A finished sentence is not lengthened once a segment has this many characters. */
const LONG_TEXT = 125;

export interface AssemblyInput {
  /** The conversation's segments as they are stored at this moment, in order. Read and written in one transaction. */
  readonly stored: readonly TranscriptSegment[];
  /** What was heard since. Of several with one id the first counts: a client may say the same thing twice in a message. */
  readonly fresh: readonly TranscriptSegment[];
  /** Segments that a person has labelled: never joined with others. */
  readonly protectedIds?: ReadonlySet<string>;
}

export interface Assembly {
  /** What to store: ordered by start, then end. */
  readonly segments: TranscriptSegment[];
  /** What to send: the new segments and the stored one they may have changed. Empty when there was nothing new. */
  readonly updated: TranscriptSegment[];
  /** Stored segments that are gone, so that clients take them away. */
  readonly removedIds: string[];
  /** Every segment that went into another one, stored or not, and where its words are now. */
  readonly absorbed: ReadonlyMap<string, string>;
}

type Segment = TranscriptSegment;
/** What two neighbours become, and which of them is gone; null when they stay as they are. */
type Joined = { readonly segments: readonly Segment[]; readonly absorbed?: { from: string; into: string } };

/**
 * Appends what was heard to a conversation: joins what one voice said without a pause, and gives the end of a sentence back to the
 * voice that began it. Loses no word, and keeps segments in order of time. Fresh segments that are stored already are passed over.
 */
export function assembleSegments({ stored, fresh, protectedIds = new Set() }: AssemblyInput): Assembly {
  const known = new Set(stored.map((segment) => segment.id));
  const heard = onceEach(fresh)
    .filter((segment) => !known.has(segment.id) && segment.text.trim() !== '')
    .sort(byTime);
  if (heard.length === 0) return { segments: [...stored], updated: [], removedIds: [], absorbed: new Map() };

  const absorbed = new Map<string, string>();
  const { kept, changed, later } = putInside(stored, heard, protectedIds, absorbed);
  const work: Segment[] = kept.slice(-1);
  for (const next of later) {
    const last = work.pop();
    const joined: Joined = last ? join(last, next, protectedIds) : { segments: [next] };
    work.push(...joined.segments);
    if (joined.absorbed) absorbed.set(joined.absorbed.from, joined.absorbed.into);
  }
  const end = work.map((segment) => ({ ...segment, text: normalizeSpacing(segment.text) }));
  const touched = new Set([...changed, ...(later.length > 0 ? end.map(({ id }) => id) : [])]);
  const segments = [...kept.slice(0, -1), ...end].sort(byTime);
  return {
    segments,
    updated: segments.filter(({ id }) => touched.has(id)),
    removedIds: [...absorbed.keys()].filter((id) => known.has(id)),
    absorbed: new Map([...absorbed.keys()].map((id) => [id, survivorOf(id, absorbed)])),
  };
}

/** A segment that was joined with itself would be gone and survive itself for ever. */
function onceEach(segments: readonly Segment[]): Segment[] {
  const byId = new Map<string, Segment>();
  for (const segment of segments) if (!byId.has(segment.id)) byId.set(segment.id, segment);
  return [...byId.values()];
}

function byTime(a: Segment, b: Segment): number {
  return a.start - b.start || a.end - b.end;
}

function survivorOf(id: string, absorbed: ReadonlyMap<string, string>): string {
  let survivor = id;
  for (let into = absorbed.get(id); into !== undefined; into = absorbed.get(into)) survivor = into;
  return survivor;
}

/** Stored segments with the words that were found inside of them afterwards, and what was heard besides. */
interface PutInside {
  readonly kept: Segment[];
  /** Ids of those that were changed. */
  readonly changed: ReadonlySet<string>;
  readonly later: readonly Segment[];
}

/** A second pass finds words in the middle of what its voice was heard to say: they go to where they were said, not behind it. */
function putInside(
  stored: readonly Segment[],
  heard: readonly Segment[],
  protectedIds: ReadonlySet<string>,
  absorbed: Map<string, string>,
): PutInside {
  const kept = [...stored];
  const changed = new Set<string>();
  const later = heard.filter((next) => {
    const at = kept.findIndex((segment) => !protectedIds.has(segment.id) && encloses(segment, next));
    if (at < 0 || protectedIds.has(next.id)) return true;
    const around = kept[at]!;
    kept[at] = { ...withoutPauses(around), text: normalizeSpacing(insertedText(around, next)) };
    absorbed.set(next.id, around.id);
    changed.add(around.id);
    return false;
  });
  return { kept, changed, later };
}

function encloses(a: Segment, b: Segment): boolean {
  return isSameVoice(a, b) && a.start < b.start && b.end < a.end;
}

/** Segments do not know when each of their words was said: between the words that lie there when all take the same time. */
function insertedText(a: Segment, b: Segment): string {
  const words = a.text.split(/\s+/);
  const before = Math.round((words.length * (b.start - a.start)) / (a.end - a.start));
  return [...words.slice(0, before), b.text, ...words.slice(before)].join(' ');
}

function join(a: Segment, b: Segment, protectedIds: ReadonlySet<string>): Joined {
  if (!mayJoin(a, b, protectedIds)) return { segments: [a, b] };
  if (!isSameVoice(a, b)) return repairSentence(a, b) ?? { segments: [a, b] };
  return continues(a, b) ? absorbNext(a, b) : { segments: [a, b] };
}

function mayJoin(a: Segment, b: Segment, protectedIds: ReadonlySet<string>): boolean {
  const isProtected = protectedIds.has(a.id) || protectedIds.has(b.id);
  return !isProtected && a.stt_provider === b.stt_provider && b.start >= a.start;
}

function isSameVoice(a: Segment, b: Segment): boolean {
  return a.speaker === b.speaker || (a.is_user && b.is_user);
}

/** Whether the same voice goes on: soon after, unless the segment is long and its sentence finished; or in the middle of a sentence. */
function continues(a: Segment, b: Segment): boolean {
  if (a.speech_profile_processed !== b.speech_profile_processed) return false;
  const isSoon = b.start - a.end < JOIN_WITHIN_S;
  const isOpen = !endsSentence(a.text);
  return (isSoon && (a.text.length < LONG_TEXT || isOpen)) || (isOpen && startsLowercase(b.text));
}

function absorbNext(a: Segment, b: Segment): Joined {
  const joined = { ...joinWithPause(a, b), end: Math.max(a.end, b.end) };
  return { segments: [joined], absorbed: { from: b.id, into: a.id } };
}

/**
 * Two voices, but one sentence: the recognizer changed voices in the middle of it. The smaller piece goes to where the larger one
 * is, and takes its share of the time along.
 */
function repairSentence(a: Segment, b: Segment): Joined | null {
  if (b.end < a.end || b.start - a.end >= JOIN_WITHIN_S) return null;
  const { before, open } = splitOpenEnd(a.text);
  const { first, rest } = splitFirstSentence(b.text);
  if (open === '') return null;
  if (rest !== '' && first.length < open.length) return moveFirstSentence(a, b, { first, rest });
  if (!isCompleteSentence(first) && first.length < open.length) return absorbNext(a, b);
  return open.length < b.text.length ? moveOpenEnd(a, b, { before, open }) : null;
}

function moveFirstSentence(a: Segment, b: Segment, { first, rest }: { first: string; rest: string }): Joined {
  const cut = b.start + ((b.end - b.start) * first.length) / b.text.length;
  const boundary = toMillisecond(cut);
  return {
    segments: [
      { ...a, text: `${a.text} ${first}`, end: Math.max(a.end, boundary) },
      { ...withoutPauses(b), text: rest, start: boundary },
    ],
  };
}

function moveOpenEnd(a: Segment, b: Segment, { before, open }: { before: string; open: string }): Joined {
  const whole = { ...withoutPauses(b), text: `${open} ${b.text}` };
  if (before === '') {
    return { segments: [{ ...whole, start: a.start }], absorbed: { from: a.id, into: b.id } };
  }
  const cut = a.end - ((a.end - a.start) * open.length) / a.text.length;
  const boundary = Math.min(toMillisecond(cut), b.start);
  return {
    segments: [
      { ...withoutPauses(a), text: before, end: boundary },
      { ...whole, start: boundary },
    ],
  };
}

function toMillisecond(seconds: number): number {
  return Math.round(seconds * 1_000) / 1_000;
}
