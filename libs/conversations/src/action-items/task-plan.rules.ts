import type { ActionItem } from '#libs/contracts';
import type { ActionItemRow, ConversationTasks, DismissedTask } from './action-item-record.js';
import { actionItemId, extractedRow, normalized } from './action-item.rules.js';
import { sharedWords } from './task-matching.rules.js';

/** Words that a task and its next wording must share when they rest on the same words of the talk, and when they do not. */
const SAME_PLACE_WORDS = 0.34;
const OTHER_PLACE_WORDS = 0.75;

export interface TaskPlanInput {
  readonly conversationId: string;
  /** What the conversation shows now; absent before its tasks were ever saved. */
  readonly tasks: ConversationTasks | undefined;
  /** All rows of the conversation, and those of others that it shows. */
  readonly rows: readonly ActionItemRow[];
  readonly extracted: readonly ActionItem[];
  /** Open tasks of other conversations that say the same as an extracted one, by the extracted one's id. */
  readonly duplicates: ReadonlyMap<string, ActionItemRow>;
  readonly now: Date;
}

/** What saving the tasks of a conversation comes to. */
export interface TaskPlan {
  readonly create: ActionItemRow[];
  readonly update: { readonly id: string; readonly fields: Partial<ActionItemRow> }[];
  readonly remove: ActionItemRow[];
  readonly tasks: ConversationTasks;
}

/**
 * Brings the tasks of a conversation in line with what was extracted from it this time. What is known again keeps its id, its completion,
 * what its owner set, its export and its place; what its owner deleted stays away; what nobody touched and is not extracted any more goes.
 */
export function planTasks(input: TaskPlanInput): TaskPlan {
  const { conversationId, rows, now } = input;
  const extracted = withoutRepeats(conversationId, input.extracted);
  const known = pairs(rows, extracted);
  const fresh = withoutDismissed(
    extracted.filter((item) => ![...known.values()].includes(item)),
    input.tasks?.dismissed ?? [],
    conversationId,
  );
  const again = fresh.flatMap((item) => {
    const open = input.duplicates.get(actionItemId(conversationId, item.description));
    return open && !rows.some(({ id }) => id === open.id) ? [{ item, open }] : [];
  });
  const created = fresh
    .filter((item) => !again.some((duplicate) => duplicate.item === item))
    .map((item) => extractedRow(conversationId, item, now));
  const lost = rows.filter((row) => !known.has(row));
  const gone = lost.filter((row) => row.conversation_id === conversationId && !isTouched(row));
  const released = lost.filter((row) => row.conversation_id !== conversationId);
  const shown = [
    ...inOrder(rows, input.tasks).filter((row) => !gone.includes(row) && !released.includes(row)),
    ...fresh.map(
      (item) =>
        again.find((duplicate) => duplicate.item === item)?.open ??
        created.find(({ extracted_as }) => extracted_as === item.description)!,
    ),
  ];
  return {
    create: created,
    update: [
      ...[...known].flatMap(([row, item]) => changed(row, refreshed(row, item, conversationId, now))),
      ...again.map(({ item, open }) => ({
        id: open.id,
        fields: withEvidence(open, conversationId, item, now),
      })),
      ...released.map((row) => ({ id: row.id, fields: withoutEvidence(row, conversationId) })),
    ],
    remove: gone,
    tasks: { ids: [...new Set(shown.map(({ id }) => id))], dismissed: input.tasks?.dismissed ?? [] },
  };
}

/** Whether its owner or somebody else relies on it, so that no extraction may take it away. */
export function isTouched(row: ActionItemRow): boolean {
  const edited = Object.keys(row.owner_edits ?? {}).length > 0;
  const marked = row.completed || row.exported || row.apple_reminder_id !== null;
  return edited || marked || row.extracted_as === undefined || (row.evidence ?? []).length > 0;
}

/** A task without what it owed to a conversation. */
export function withoutEvidence(row: ActionItemRow, conversationId: string): Partial<ActionItemRow> {
  return {
    evidence: (row.evidence ?? []).filter((entry) => entry.conversation_id !== conversationId),
    conversation_ids: (row.conversation_ids ?? []).filter((id) => id !== conversationId),
  };
}

function withEvidence(
  row: ActionItemRow,
  conversationId: string,
  item: ActionItem,
  now: Date,
): Partial<ActionItemRow> {
  const rest = withoutEvidence(row, conversationId);
  return {
    evidence: [...rest.evidence!, { conversation_id: conversationId, segment_ids: item.source_segment_ids }],
    conversation_ids: [...rest.conversation_ids!, conversationId],
    ...(row.due_at === null && item.due_at !== null && !row.owner_edits?.due_at
      ? { due_at: item.due_at, unsettled_since: now }
      : {}),
    updated_at: now,
  };
}

/** What of a known task this extraction may say anew: never what its owner set, nor the words of another conversation. */
function refreshed(
  row: ActionItemRow,
  item: ActionItem,
  conversationId: string,
  now: Date,
): Partial<ActionItemRow> {
  if (row.conversation_id !== conversationId) {
    const evidence = (row.evidence ?? []).map((entry) =>
      entry.conversation_id === conversationId ? { ...entry, segment_ids: item.source_segment_ids } : entry,
    );
    return { evidence };
  }
  const mayReword = !row.owner_edits?.description && row.extracted_as !== undefined;
  const words = mayReword ? { description: item.description, extracted_as: item.description } : {};
  const date = row.owner_edits?.due_at || row.completed ? {} : { due_at: item.due_at };
  const fields = { ...words, ...date, source_segment_ids: item.source_segment_ids };
  return { ...fields, ...(isVisiblyOther(row, fields) ? { updated_at: now, unsettled_since: now } : {}) };
}

function isVisiblyOther(row: ActionItemRow, fields: Partial<ActionItemRow>): boolean {
  const due = fields.due_at === undefined ? row.due_at : fields.due_at;
  const isReworded = fields.description !== undefined && fields.description !== row.description;
  return isReworded || due?.getTime() !== row.due_at?.getTime();
}

function changed(row: ActionItemRow, fields: Partial<ActionItemRow>): TaskPlan['update'] {
  const same = Object.entries(fields).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(row[name as keyof ActionItemRow]),
  );
  return same ? [] : [{ id: row.id, fields }];
}

/** Which extracted task each row is, the surest pairs first. */
function pairs(
  rows: readonly ActionItemRow[],
  extracted: readonly ActionItem[],
): Map<ActionItemRow, ActionItem> {
  const candidates = rows
    .flatMap((row) => extracted.map((item) => ({ row, item, likeness: likeness(row, item) })))
    .filter(({ likeness }) => likeness > 0)
    .sort((a, b) => b.likeness - a.likeness);
  const found = new Map<ActionItemRow, ActionItem>();
  const taken = new Set<ActionItem>();
  for (const { row, item } of candidates) {
    if (found.has(row) || taken.has(item)) continue;
    found.set(row, item);
    taken.add(item);
  }
  return found;
}

/** How surely an extracted task is that of a row: 0 not at all, from 1 certainly. */
function likeness(row: ActionItemRow, item: ActionItem): number {
  const wording = row.extracted_as ?? row.description;
  if (normalized(wording) === normalized(item.description)) return 3;
  const words = sharedWords(wording, item.description);
  const segments = new Set([
    ...row.source_segment_ids,
    ...(row.evidence ?? []).flatMap((entry) => entry.segment_ids),
  ]);
  const rests = item.source_segment_ids.some((id) => segments.has(id));
  const isSame = words >= (rests ? SAME_PLACE_WORDS : OTHER_PLACE_WORDS);
  return isSame ? words + (rests ? 1 : 0) : 0;
}

/** Each deleted task keeps away itself, or the one that now stands on the same words. */
function withoutDismissed(
  items: readonly ActionItem[],
  dismissed: readonly DismissedTask[],
  conversationId: string,
): ActionItem[] {
  const left = [...dismissed];
  return items.filter((item) => {
    const at = left.findIndex(
      ({ id, segment_ids: segments }) =>
        id === actionItemId(conversationId, item.description) ||
        (item.source_segment_ids.length > 0 &&
          item.source_segment_ids.every((segment) => segments.includes(segment))),
    );
    if (at < 0) return true;
    left.splice(at, 1);
    return false;
  });
}

/** What is said twice is one. */
function withoutRepeats(conversationId: string, items: readonly ActionItem[]): ActionItem[] {
  return [...new Map(items.map((item) => [actionItemId(conversationId, item.description), item])).values()];
}

/** As the conversation shows them; those that it does not show yet come last, the oldest first. */
function inOrder(rows: readonly ActionItemRow[], tasks: ConversationTasks | undefined): ActionItemRow[] {
  const place = new Map(tasks?.ids.map((id, index) => [id, index]));
  return [...rows].sort(
    (a, b) =>
      (place.get(a.id) ?? Infinity) - (place.get(b.id) ?? Infinity) ||
      a.created_at.getTime() - b.created_at.getTime(),
  );
}
