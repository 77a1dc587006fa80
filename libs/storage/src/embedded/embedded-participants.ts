import type { LifecycleParticipant } from '../ports/data-lifecycle.js';
import type { FileBlobStore } from './files/file-blob-store.js';
import type { SearchThread } from './search/search-thread.js';
import type { SqliteDocumentStore } from './sqlite/sqlite-document-store.js';

interface Stores {
  readonly documents: SqliteDocumentStore;
  readonly blobs: FileBlobStore;
  readonly thread: SearchThread;
}

/** What the layout alone says of a conversation: its document tree, its audio, and every search entry under its id. */
export function embeddedParticipants({ documents, blobs, thread }: Stores): LifecycleParticipant[] {
  return [
    {
      store: 'documents',
      deleteConversation: async (ownerId, conversationId) => {
        const deleted = await documents.deleteTree(conversationPath(ownerId, conversationId));
        documents.checkpoint();
        return deleted;
      },
      countConversation: (ownerId, conversationId) =>
        documents.countTree(conversationPath(ownerId, conversationId)),
    },
    {
      store: 'blobs',
      deleteConversation: (ownerId, conversationId) =>
        blobs.deleteByPrefix(audioPrefix(ownerId, conversationId)),
      countConversation: async (ownerId, conversationId) =>
        (await Array.fromAsync(blobs.list(audioPrefix(ownerId, conversationId)))).length,
    },
    {
      store: 'search',
      deleteConversation: (ownerId, conversationId) =>
        thread.call('deleteEverywhere', ownerId, searchPrefix(conversationId)),
      countConversation: (ownerId, conversationId) =>
        thread.call('countEverywhere', ownerId, searchPrefix(conversationId)),
    },
  ];
}

function conversationPath(ownerId: string, conversationId: string): string {
  return `users/${ownerId}/conversations/${conversationId}`;
}

function audioPrefix(ownerId: string, conversationId: string): string {
  return `audio/${ownerId}/${conversationId}/`;
}

function searchPrefix(conversationId: string): string {
  return `${conversationId}:`;
}
