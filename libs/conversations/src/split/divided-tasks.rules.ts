import type { ActionItemRow, ConversationTasks } from '../action-items/action-item-record.js';

/** Tasks that came up on one side of a cut or the other. */
export interface DividedTasks {
  /** Those that go over, with what changes of them. */
  readonly changed: readonly { readonly id: string; readonly fields: Partial<ActionItemRow> }[];
  readonly keptIds: string[];
  readonly movedIds: string[];
}

/** A task goes where the words lie that it was said in; one that its owner put in by hand stays. */
export function divideTasks(
  tasks: ConversationTasks,
  rows: readonly ActionItemRow[],
  {
    from,
    to,
    movedSegments,
  }: { readonly from: string; readonly to: string; readonly movedSegments: ReadonlySet<string> },
): DividedTasks {
  const isMoved = (segmentIds: readonly string[]) => movedSegments.has(segmentIds[0] ?? '');
  const changed = rows.flatMap((row) => {
    const isOwn = row.conversation_id === from && isMoved(row.source_segment_ids);
    const evidence = (row.evidence ?? []).map((entry) =>
      entry.conversation_id === from && isMoved(entry.segment_ids)
        ? { ...entry, conversation_id: to }
        : entry,
    );
    const isCited = evidence.some((entry, index) => entry !== row.evidence![index]);
    if (!isOwn && !isCited) return [];
    const conversation_id = isOwn ? to : row.conversation_id;
    const cited = evidence.map((entry) => entry.conversation_id);
    const conversation_ids = [...new Set([conversation_id ?? [], ...cited].flat())];
    return [{ id: row.id, fields: { conversation_id, evidence, conversation_ids } }];
  });
  const moved = new Set(changed.map(({ id }) => id));
  return {
    changed,
    keptIds: tasks.ids.filter((id) => !moved.has(id)),
    movedIds: tasks.ids.filter((id) => moved.has(id)),
  };
}
