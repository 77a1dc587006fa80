/** Where recordings lie in the blob store. Owner and conversation are in the key, so that each can be deleted by its prefix. */
export const audioPrefix = (ownerId: string, conversationId: string) => `audio/${ownerId}/${conversationId}/`;

export function audioKey(ownerId: string, conversationId: string, fileId: string, extension: string): string {
  return `${audioPrefix(ownerId, conversationId)}${fileId}.${extension}`;
}
