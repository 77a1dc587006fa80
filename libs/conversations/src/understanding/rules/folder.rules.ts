import { stemOf, STOP_WORDS, tokenize } from '#libs/ai';
import type { FolderChoice } from '../../folders/folder.rules.js';
import { type NotesAnswer } from '../notes.task.js';

/** A word in a folder's name says more than one in its description. */
const NAME_WEIGHT = 2;
const TITLE_WEIGHT = 2;
/** One word of the title in the folder's name, or the category as its name. */
const ENOUGH = 4;

/** The one folder whose name and description clearly say what a conversation is about; null when none does, or several do. */
export function folderFor(
  notes: Pick<NotesAnswer, 'title' | 'category' | 'retrieval'>,
  folders: readonly FolderChoice[],
): string | null {
  const said = new Map<string, number>();
  const weigh = (text: string, weight: number) =>
    stems(text).forEach((stem) => said.set(stem, Math.max(said.get(stem) ?? 0, weight)));
  for (const term of [...notes.retrieval.topics, ...notes.retrieval.entities]) weigh(term, 1);
  weigh(notes.title, TITLE_WEIGHT);
  if (notes.category !== 'other') weigh(notes.category, TITLE_WEIGHT);
  const scored = folders
    .map((folder) => ({ id: folder.id, score: scoreOf(folder, said) }))
    .sort((a, b) => b.score - a.score);
  const [best, next] = scored;
  return best && best.score >= ENOUGH && best.score > (next?.score ?? 0) ? best.id : null;
}

function scoreOf({ name, description }: FolderChoice, said: ReadonlyMap<string, number>): number {
  const names = stems(name);
  let score = 0;
  for (const stem of names) score += NAME_WEIGHT * (said.get(stem) ?? 0);
  for (const stem of stems(description)) if (!names.has(stem)) score += said.get(stem) ?? 0;
  return score;
}

function stems(text: string): Set<string> {
  const words = tokenize(text).filter(({ word }) => word.length > 2 && !STOP_WORDS.has(word));
  return new Set(words.map(({ word }) => stemOf(word)));
}
