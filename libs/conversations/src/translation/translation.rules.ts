import type { TranscriptSegment } from '#libs/contracts';
import type { ConversationRow } from '../store/conversation-row.js';
import type { TranslationMarks } from './translation-row.js';

/** Segments that are translated together, and characters of them: the answer to that many fits the task's limit in any script. */
const MAX_BATCH = 20;
const MAX_BATCH_CHARACTERS = 2_500;

/** A segment that has grown or changed since it was dealt with. */
export interface DueSegment {
  readonly id: string;
  readonly text: string;
  /** What was added since then: its language decides. */
  readonly added: string;
  /** Part of it was translated before, so what was added belongs into the translation, whatever its language. */
  readonly isTranslated: boolean;
}

/** What became of a segment with this very text; null: it needs no translation. */
export interface DealtWith {
  readonly id: string;
  readonly text: string;
  readonly translation: string | null;
}

type Row = Pick<ConversationRow, 'transcript_segments' | 'translated'>;

/** The next segments to translate into a language, oldest first. */
export function nextBatch(row: Row, lang: string): DueSegment[] {
  const { lengths } = marksOf(row, lang);
  const due = row.transcript_segments.flatMap((segment) => dueOf(segment, lang, lengths[segment.id]) ?? []);
  const batch: DueSegment[] = [];
  let characters = 0;
  for (const segment of due.slice(0, MAX_BATCH)) {
    characters += segment.text.length;
    if (characters > MAX_BATCH_CHARACTERS && batch.length > 0) break;
    batch.push(segment);
  }
  return batch;
}

/** How often a model was asked for the conversation, whatever the language. */
export function callsOf({ translated }: Row): number {
  return translated?.calls ?? 0;
}

/** The fields of the row with what became of a batch. What is not about a segment as it is now is out of date and counts for nothing. */
export function withDealtWith(
  row: Row,
  lang: string,
  batch: readonly DealtWith[],
  calls: number,
): { readonly fields: Partial<ConversationRow>; readonly translatedIds: string[] } {
  const byId = new Map(batch.map((dealt) => [dealt.id, dealt]));
  const lengths: Record<string, number> = {};
  const translatedIds: string[] = [];
  const known = marksOf(row, lang).lengths;
  const segments = row.transcript_segments.map((segment) => {
    const dealt = byId.get(segment.id);
    const length = dealt?.text === segment.text ? segment.text.length : known[segment.id];
    if (length !== undefined) lengths[segment.id] = length;
    if (dealt?.text !== segment.text || dealt.translation === null) return segment;
    translatedIds.push(segment.id);
    return withTranslation(segment, lang, dealt.translation);
  });
  const translated = { lang, lengths, calls: callsOf(row) + calls };
  const isChanged = translatedIds.length > 0;
  return { fields: { translated, ...(isChanged ? { transcript_segments: segments } : {}) }, translatedIds };
}

function dueOf(segment: TranscriptSegment, lang: string, dealtWith: number | undefined): DueSegment | null {
  const { id, text } = segment;
  const isTranslated = segment.translations.some((translation) => translation.lang === lang);
  // Marks are kept for the row only: a segment that comes back from the pages of a long talk was translated if it has a translation.
  const isDone = dealtWith === undefined ? isTranslated : dealtWith === text.length;
  if (isDone || text.trim() === '') return null;
  const added = dealtWith !== undefined && dealtWith < text.length ? text.slice(dealtWith) : text;
  return { id, text, added, isTranslated };
}

/** Of another language they say nothing of this one. */
function marksOf({ translated }: Row, lang: string): TranslationMarks {
  return translated?.lang === lang ? translated : { lang, lengths: {}, calls: 0 };
}

function withTranslation(segment: TranscriptSegment, lang: string, text: string): TranscriptSegment {
  const others = segment.translations.filter((translation) => translation.lang !== lang);
  return { ...segment, translations: [...others, { lang, text }] };
}
