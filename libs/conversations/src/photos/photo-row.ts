import type { ConversationPhoto } from '#libs/contracts';

/**
 * A picture as it lies in `users/{uid}/conversations/{id}/photos/{photo_id}`: in the layout of the reference. Firestore takes no document
 * above 1 MiB, so what is left over of a large picture lies in parts beside it (`parts/{n}`).
 */
export interface PhotoRow extends ConversationPhoto {
  /** How many parts follow what `base64` holds. Absent: none. */
  parts?: number;
}

/** A picture without the picture. */
export type PhotoHead = Omit<ConversationPhoto, 'base64'>;

/** What a client is told of it. */
export function describedEvent({ id, description, discarded }: PhotoHead) {
  return { photo_id: id, description: description ?? '', discarded };
}

/** Whether nobody has said yet what it shows, or that nobody can. */
export function isUndescribed({ description, discarded }: PhotoHead): boolean {
  return (description ?? '') === '' && !discarded;
}

/** The next stretch of a large picture. */
export interface PhotoPart {
  base64: string;
}

/** Characters of base64 in one document: encrypted they become a third longer and still fit. A multiple of four, so that each part can be decoded alone. */
export const PART_CHARACTERS = 700_000;

/** The picture's text in the pieces in which it is stored; at least one. */
export function partsOf(base64: string): string[] {
  const count = Math.max(1, Math.ceil(base64.length / PART_CHARACTERS));
  return Array.from({ length: count }, (_, part) =>
    base64.slice(part * PART_CHARACTERS, (part + 1) * PART_CHARACTERS),
  );
}
