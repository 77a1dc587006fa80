/** Where recordings lie in the blob store. Owner and conversation are in the key, so that each can be deleted by its prefix. */
export const audioPrefix = (ownerId: string, conversationId: string) => `audio/${ownerId}/${conversationId}/`;

/** A recording that is stored as one, as earlier versions did. */
export function audioKey(ownerId: string, conversationId: string, fileId: string, extension: string): string {
  return `${audioPrefix(ownerId, conversationId)}${fileId}.${extension}`;
}

/** Where the pieces of a recording lie. */
export function piecePrefix(ownerId: string, conversationId: string, fileId: string): string {
  return `${audioPrefix(ownerId, conversationId)}${fileId}/`;
}

export function pieceKey(ownerId: string, conversationId: string, fileId: string, pieceId: string): string {
  return `${piecePrefix(ownerId, conversationId, fileId)}${pieceId}.ogg`;
}
