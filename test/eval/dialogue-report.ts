import { ratesOf, type KindScore, type Rates } from './kind-score.js';
import { compareCorrections, type Correction, type DialogueResult } from './dialogue-results.js';

export interface Share {
  readonly right: number;
  readonly of: number;
}

/** The figures of a whole folder. */
export interface DialogueReport {
  readonly dialogues: number;
  readonly relevance: Share & {
    readonly wronglyKept: readonly string[];
    readonly wronglyDiscarded: readonly string[];
  };
  readonly title: Share;
  readonly overview: Share;
  readonly category: Share;
  readonly actionItems: Rates;
  readonly actionItemsAnyDate: Rates;
  readonly events: Rates;
  readonly eventsAnyDate: Rates;
  readonly memories: Rates;
  readonly topics: Share;
  readonly corrections: readonly Correction[];
  /** What fell into a trap: `d03 action_items: text`. */
  readonly traps: readonly string[];
  readonly secretsInMemories: readonly string[];
  readonly secretsElsewhere: readonly string[];
  readonly questions: QuestionShares | null;
}

export interface QuestionShares {
  readonly right: Share;
  readonly answerAlone: Share;
  readonly citationAlone: Share;
}

/** @param questions null when they were not asked */
export function reportOf(
  results: readonly DialogueResult[],
  questions: QuestionShares | null,
): DialogueReport {
  const prose = results.flatMap((result) => (result.prose ? [result.prose] : []));
  const share = (key: 'title' | 'overview' | 'category') => ({
    right: prose.filter((judged) => judged[key]).length,
    of: prose.length,
  });
  const wrong = results.filter(({ relevanceIsRight }) => !relevanceIsRight);
  return {
    dialogues: results.length,
    relevance: {
      right: results.length - wrong.length,
      of: results.length,
      wronglyKept: wrong.filter(({ verdict }) => verdict === 'keep').map(({ id }) => id),
      wronglyDiscarded: wrong.filter(({ verdict }) => verdict === 'discard').map(({ id }) => id),
    },
    title: share('title'),
    overview: share('overview'),
    category: share('category'),
    actionItems: ratesOf(results.map(({ actionItems }) => actionItems)),
    actionItemsAnyDate: ratesOf(results.map(({ actionItemsAnyDate }) => actionItemsAnyDate)),
    events: ratesOf(results.map(({ events }) => events)),
    eventsAnyDate: ratesOf(results.map(({ eventsAnyDate }) => eventsAnyDate)),
    memories: ratesOf(results.map(({ memories }) => memories)),
    topics: {
      right: results.reduce((sum, { topics }) => sum + topics.right, 0),
      of: results.reduce((sum, { topics }) => sum + topics.matched, 0),
    },
    corrections: compareCorrections(results),
    traps: results.flatMap((result) => [
      ...trapped(result.id, 'action_items', result.actionItems),
      ...trapped(result.id, 'events', result.events),
      ...trapped(result.id, 'memories', result.memories),
    ]),
    secretsInMemories: results.flatMap(({ id, leakedMemories }) =>
      leakedMemories.map((text) => `${id}: ${text}`),
    ),
    secretsElsewhere: results.flatMap(({ id, leakedElsewhere }) =>
      leakedElsewhere.map((text) => `${id}: ${text}`),
    ),
    questions,
  };
}

function trapped(id: string, kind: string, score: KindScore): string[] {
  return score.trapped.map(
    ({ text, localTime }) => `${id} ${kind}: ${text}${localTime ? ` (${localTime})` : ''}`,
  );
}

/** A table for people. */
export function formatReport(report: DialogueReport): string {
  const corrected = report.corrections.filter(({ newIsThere, oldIsGone }) => newIsThere && oldIsGone).length;
  const { relevance, questions } = report;
  return [
    `dialogues            ${report.dialogues}`,
    shareRow('relevance', relevance) +
      named('kept wrongly', relevance.wronglyKept) +
      named('discarded wrongly', relevance.wronglyDiscarded),
    shareRow('title', report.title),
    shareRow('overview', report.overview),
    shareRow('category', report.category),
    '',
    '                     precision  recall     F1    TP   FP   FN',
    ratesRow('tasks', report.actionItems),
    ratesRow('  any date', report.actionItemsAnyDate),
    ratesRow('events', report.events),
    ratesRow('  any date', report.eventsAnyDate),
    ratesRow('memories', report.memories),
    '',
    shareRow('memory topics', report.topics),
    shareRow('corrections', { right: corrected, of: report.corrections.length }),
    questions ? shareRow('questions', questions.right) : 'questions            not asked',
    ...(questions
      ? [
          shareRow('  answer alone', questions.answerAlone),
          shareRow('  citation alone', questions.citationAlone),
        ]
      : []),
    `secrets in memories  ${report.secretsInMemories.length}`,
    `secrets elsewhere    ${report.secretsElsewhere.length}`,
    `fell into traps      ${report.traps.length}`,
    ...report.traps.map((trap) => `  ${trap}`),
  ].join('\n');
}

function shareRow(name: string, { right, of }: Share): string {
  const percent = of === 0 ? '   -' : `${((100 * right) / of).toFixed(0).padStart(3)}%`;
  return `${name.padEnd(20)} ${percent}  ${right} of ${of}`;
}

function ratesRow(name: string, rates: Rates): string {
  const share = (value: number) => value.toFixed(2).padStart(7);
  const count = (value: number) => String(value).padStart(5);
  return `${name.padEnd(20)}   ${share(rates.precision)} ${share(rates.recall)} ${share(rates.f1)} ${count(rates.truePositives)}${count(rates.falsePositives)}${count(rates.falseNegatives)}`;
}

function named(what: string, ids: readonly string[]): string {
  return ids.length === 0 ? '' : `   ${what}: ${ids.join(' ')}`;
}

/** What was produced beside what was expected, for whoever improves it. */
export function formatDetails(result: DialogueResult): string {
  const { relevance } = result.outcome;
  const wrong = result.relevanceIsRight ? '' : '   WRONG';
  return [
    `== ${result.id}  ${relevance.verdict} (${relevance.decided_by}: ${relevance.reason})${wrong}`,
    ...proseDetails(result),
    ...kindDetails('task', result.actionItems),
    ...kindDetails('event', result.events),
    ...kindDetails('memory', result.memories),
    ...producedDetails(result),
  ].join('\n');
}

function proseDetails({ outcome: { structured }, prose, missingFromOverview }: DialogueResult): string[] {
  if (!structured) return [];
  return [
    `   ${structured.emoji} [${structured.category}] ${structured.title}   ${verdicts(prose)}`,
    `   ${structured.overview}`,
    ...missingFromOverview.map((words) => `   overview lacks       ${words.join(' | ')}`),
  ];
}

function producedDetails({ outcome: { structured, memories, dialogue } }: DialogueResult): string[] {
  const tasks = structured?.action_items ?? [];
  const events = structured?.events ?? [];
  return [
    ...tasks.map((item) => `     task   ${item.description}  ${local(item.due_at, dialogue.time_zone)}`),
    ...events.map(
      (event) =>
        `     event  ${event.title} | ${event.description}  ${local(event.start, dialogue.time_zone)}`,
    ),
    ...memories.map(
      ({ content, topic, current }) => `     memory ${content} [${topic}]${current ? '' : ' (replaced)'}`,
    ),
  ];
}

function verdicts(prose: DialogueResult['prose']): string {
  if (!prose) return '';
  const wrong = (['title', 'overview', 'category'] as const).filter((key) => !prose[key]);
  return wrong.length === 0 ? '' : `WRONG: ${wrong.join(', ')}`;
}

function kindDetails(kind: string, { missed, wrong, trapped: inTrap }: KindScore): string[] {
  return [
    ...missed.map(
      (label) =>
        `   MISSED ${kind.padEnd(8)} ${label.match_all.map((words) => words.join('|')).join(' & ')}  ${label.due_local_date ?? label.start_local ?? ''}`,
    ),
    ...wrong.map(
      (thing) =>
        `   WRONG  ${kind.padEnd(8)} ${thing.text}  ${thing.localTime ?? ''}${inTrap.includes(thing) ? '  (trap)' : ''}`,
    ),
  ];
}

function local(date: Date | null, timeZone: string): string {
  return date
    ? date.toLocaleString('en-GB', {
        timeZone,
        weekday: 'short',
        day: '2-digit',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      })
    : '(no date)';
}
