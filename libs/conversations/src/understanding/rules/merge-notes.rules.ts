import { type PartsToMerge } from '../merge-notes.task.js';
import { type Summary } from '../summary.js';

/** Called what its beginning is called, and told part by part; it is about what most of its parts are about. */
export function mergeNotes({ summaries }: PartsToMerge): Summary {
  const [first] = summaries as [Summary, ...Summary[]];
  const counts = new Map<Summary['category'], number>();
  for (const { category } of summaries) counts.set(category, (counts.get(category) ?? 0) + 1);
  const [category] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
  return { ...first, category, overview: summaries.map(({ overview }) => overview).join(' ') };
}
