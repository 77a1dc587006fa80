import { screenSecrets, splitSentences } from '#libs/ai';
import type { Conversation } from '#libs/contracts';

/** Words of the first sentence that make a title. */
const TITLE_WORDS = 8;
/** What a conversation is called that nothing better is known of. */
const RECORDING_TITLE = 'Recording';
/** What one without words is called, when there are pictures. */
export const PHOTOS_TITLE = 'Photos';

/**
 * What a conversation is called until it can be understood: the first words that were said in it, as they were said, so that its owner
 * recognizes it and nothing is made up. Codes and passwords stay out of titles.
 */
export function provisionalTitle(
  { transcript_segments: segments }: Pick<Conversation, 'transcript_segments'>,
  hasPhotos: boolean,
): string {
  const first = segments.find(({ text }) => /[\p{L}\p{N}]/u.test(text))?.text;
  if (first === undefined) return hasPhotos ? PHOTOS_TITLE : RECORDING_TITLE;
  const words = first.trim().split(/\s+/).slice(0, TITLE_WORDS).join(' ');
  const title = words.replace(/[\s.,;:!?…-]+$/u, '');
  const secrets = screenSecrets(splitSentences(first).map(({ text }) => text));
  return secrets.taints(title) ? RECORDING_TITLE : title.charAt(0).toUpperCase() + title.slice(1);
}
