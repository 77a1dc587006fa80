import {
  type Category,
  type RelevanceDecision,
  type Structured,
  type TranscriptInput,
} from '#libs/contracts';
import { localTimeOf } from '#libs/ai';
import { type Dialogue } from './dialogue-file.js';
import { anyDate, dueDay, startTime, type DateRule, type Produced } from './label-matching.js';
import { scoreKind, scoreUnwanted, type KindLabels, type KindScore } from './kind-score.js';

/** A memory as the evaluation sees it. */
export interface ProducedMemory {
  readonly content: string;
  readonly topic: string;
  /** False once a later dialogue replaced it. */
  readonly current: boolean;
}

/** What was made of one dialogue. */
export interface DialogueOutcome {
  readonly dialogue: Dialogue;
  readonly input: TranscriptInput;
  readonly relevance: RelevanceDecision;
  /** Null when discarded. */
  readonly structured: Structured | null;
  readonly memories: readonly ProducedMemory[];
}

/** One dialogue compared with its labels. */
export interface DialogueResult {
  readonly id: string;
  readonly relevanceIsRight: boolean;
  readonly verdict: 'keep' | 'discard';
  /** Null for dialogues that were to be discarded. */
  readonly prose: { readonly title: boolean; readonly overview: boolean; readonly category: boolean } | null;
  readonly missingFromOverview: readonly (readonly string[])[];
  readonly actionItems: KindScore;
  readonly actionItemsAnyDate: KindScore;
  readonly events: KindScore;
  readonly eventsAnyDate: KindScore;
  readonly memories: KindScore;
  readonly topics: { readonly right: number; readonly matched: number };
  /** Memories that repeat a secret, and other texts that do. */
  readonly leakedMemories: readonly string[];
  readonly leakedElsewhere: readonly string[];
  readonly outcome: DialogueOutcome;
}

export function compare(outcome: DialogueOutcome): DialogueResult {
  const { dialogue, structured } = outcome;
  const { labels } = dialogue;
  const things = producedOf(outcome);
  const score = (kind: Kind, dateIsRight: DateRule) =>
    labels.relevance === 'keep'
      ? scoreKind(labelsOf(dialogue, kind), things[kind], dateIsRight)
      : scoreUnwanted(things[kind]);
  const memories = score('memories', anyDate);
  return {
    id: dialogue.id,
    relevanceIsRight: outcome.relevance.verdict === labels.relevance,
    verdict: outcome.relevance.verdict,
    prose: labels.relevance === 'keep' ? judgeProse(structured, dialogue) : null,
    missingFromOverview: labels.overview_must_mention_all.filter(
      (words) => !mentions(structured?.overview ?? '', words),
    ),
    actionItems: score('action_items', dueDay),
    actionItemsAnyDate: score('action_items', anyDate),
    events: score('events', startTime),
    eventsAnyDate: score('events', anyDate),
    memories,
    topics: countTopics(outcome, memories),
    leakedMemories: things.memories
      .map(({ text }) => text)
      .filter((text) => leaks(text, labels.never_in_memories)),
    leakedElsewhere: proseOf(structured).filter((text) => leaks(text, labels.never_in_memories)),
    outcome,
  };
}

type Kind = 'action_items' | 'events' | 'memories';

function labelsOf({ labels }: Dialogue, kind: Kind): KindLabels {
  return { wanted: labels[kind], traps: labels[`not_${kind}`], acceptable: labels.acceptable[kind] };
}

function producedOf({ dialogue, structured, memories }: DialogueOutcome): Record<Kind, Produced[]> {
  const { action_items: tasks, events } = structured ?? { action_items: [], events: [] };
  return {
    action_items: tasks.map(({ description, due_at: due }) => produced(description, due, dialogue.time_zone)),
    events: events.map(({ title, description, start }) =>
      produced(`${title} ${description}`, start, dialogue.time_zone),
    ),
    memories: memories.map(({ content }) => ({ text: content, localTime: null })),
  };
}

function produced(text: string, date: Date | null, timeZone: string): Produced {
  if (!date) return { text, localTime: null };
  const { day, hour, minute } = localTimeOf(date.getTime(), timeZone);
  return { text, localTime: `${day}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}` };
}

function judgeProse(
  structured: Structured | null,
  { labels }: Dialogue,
): NonNullable<DialogueResult['prose']> {
  const category: Category | undefined = structured?.category;
  return {
    title: structured !== null && mentions(structured.title, labels.title_must_mention_any),
    overview:
      structured !== null &&
      labels.overview_must_mention_all.every((words) => mentions(structured.overview, words)),
    category: category !== undefined && labels.category_any_of.includes(category),
  };
}

function mentions(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  return words.some((word) => lower.includes(word));
}

function countTopics(
  { dialogue, memories }: DialogueOutcome,
  score: KindScore,
): { right: number; matched: number } {
  let [right, matched] = [0, 0];
  score.thingOf.forEach((thing, label) => {
    if (thing < 0) return;
    matched += 1;
    if (memories[thing]!.topic === dialogue.labels.memories[label]!.topic) right += 1;
  });
  return { right, matched };
}

function proseOf(structured: Structured | null): string[] {
  if (!structured) return [];
  return [
    structured.title,
    structured.overview,
    ...structured.action_items.map(({ description }) => description),
    ...structured.events.map(({ title, description }) => `${title} ${description}`),
  ];
}

/** As it stands, or with blanks and hyphens taken out on both sides. */
function leaks(text: string, secrets: readonly string[]): boolean {
  const lower = text.toLowerCase();
  const dense = lower.replace(/[\s-]/g, '');
  return secrets.some((secret) => lower.includes(secret) || dense.includes(secret.replace(/[\s-]/g, '')));
}

export interface Correction {
  readonly label: string;
  readonly newIsThere: boolean;
  readonly oldIsGone: boolean;
}

/** For each label that replaces an older one: whether the new memory is there and the old one no longer current. */
export function compareCorrections(results: readonly DialogueResult[]): Correction[] {
  const byId = new Map(results.map((result) => [result.id, result]));
  return results.flatMap(({ id, outcome, memories }) =>
    outcome.dialogue.labels.memories.flatMap(({ supersedes }, number) => {
      if (!supersedes) return [];
      const [olderId, olderNumber] = supersedes.split(':') as [string, string];
      const older = byId.get(olderId);
      const oldThing = older?.memories.thingOf[Number(olderNumber)] ?? -1;
      const oldIsGone = oldThing >= 0 && older!.outcome.memories[oldThing]!.current === false;
      return [
        {
          label: `${id}:${number} replaces ${supersedes}`,
          newIsThere: memories.thingOf[number] !== -1,
          oldIsGone,
        },
      ];
    }),
  );
}
