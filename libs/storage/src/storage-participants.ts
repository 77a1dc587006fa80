import { pathSegment } from './document-path.js';
import type { BlobStore } from './ports/blob-store.js';
import type { LifecycleParticipant } from './ports/data-lifecycle.js';
import type { DocumentStore } from './ports/document-store.js';
import type { KeywordIndex } from './ports/keyword-index.js';
import type { VectorStore } from './ports/vector-store.js';

export interface ParticipatingStores {
  readonly documents: DocumentStore;
  readonly blobs: BlobStore;
  readonly vectors: VectorStore;
  readonly keywords: KeywordIndex;
}

/** Top folders of the blob store; below each one lies a folder per owner. */
export const BLOB_FOLDERS = ['audio'] as const;

/** What the layout alone says of an owner or a conversation: the document tree, the recordings, and every search entry under its id. */
export function storageParticipants(stores: ParticipatingStores): LifecycleParticipant[] {
  return [documentsOf(stores), blobsOf(stores), searchOf(stores)];
}

function documentsOf({ documents }: ParticipatingStores): LifecycleParticipant {
  const count = async (path: string) => {
    let found = 0;
    for await (const { id } of documents.tree(path)) if (id) found += 1;
    return found;
  };
  return {
    store: 'documents',
    deleteConversation: (ownerId, conversationId) =>
      documents.deleteTree(conversationPath(ownerId, conversationId)),
    countConversation: (ownerId, conversationId) => count(conversationPath(ownerId, conversationId)),
    deleteOwner: (ownerId) => documents.deleteTree(ownerPath(ownerId)),
    countOwner: (ownerId) => count(ownerPath(ownerId)),
  };
}

function blobsOf({ blobs }: ParticipatingStores): LifecycleParticipant {
  const count = async (prefix: string) => (await Array.fromAsync(blobs.list(prefix))).length;
  const everyFolder = async (ownerId: string, of: (prefix: string) => Promise<number>) => {
    let total = 0;
    for (const folder of BLOB_FOLDERS) total += await of(`${folder}/${ownerId}/`);
    return total;
  };
  return {
    store: 'blobs',
    deleteConversation: (ownerId, conversationId) =>
      blobs.deleteByPrefix(`audio/${ownerId}/${conversationId}/`),
    countConversation: (ownerId, conversationId) => count(`audio/${ownerId}/${conversationId}/`),
    deleteOwner: (ownerId) => everyFolder(ownerId, (prefix) => blobs.deleteByPrefix(prefix)),
    countOwner: (ownerId) => everyFolder(ownerId, count),
  };
}

function searchOf({ vectors, keywords }: ParticipatingStores): LifecycleParticipant {
  const remove = (ownerId: string, prefix: string) =>
    removeFromSearch({ keywords, vectors }, ownerId, prefix);
  const count = async (ownerId: string, prefix: string) => {
    let found = 0;
    for (const name of await keywords.collections()) {
      found += await keywords.countByPrefix(name, ownerId, prefix);
    }
    for (const name of await vectors.namespaces())
      found += await vectors.countByPrefix(name, ownerId, prefix);
    return found;
  };
  return {
    store: 'search',
    deleteConversation: (ownerId, conversationId) => remove(ownerId, `${conversationId}:`),
    countConversation: (ownerId, conversationId) => count(ownerId, `${conversationId}:`),
    deleteOwner: (ownerId) => remove(ownerId, ''),
    countOwner: (ownerId) => count(ownerId, ''),
  };
}

/** Takes every entry of an owner out of search, or those whose ids begin with `prefix`; answers how many. */
export async function removeFromSearch(
  { keywords, vectors }: Pick<ParticipatingStores, 'keywords' | 'vectors'>,
  ownerId: string,
  prefix = '',
): Promise<number> {
  let deleted = 0;
  for (const name of await keywords.collections()) {
    deleted += await keywords.deleteByPrefix(name, ownerId, prefix);
  }
  for (const name of await vectors.namespaces()) {
    deleted += await vectors.deleteByPrefix(name, ownerId, prefix);
  }
  return deleted;
}

function ownerPath(ownerId: string): string {
  return `users/${pathSegment(ownerId)}`;
}

function conversationPath(ownerId: string, conversationId: string): string {
  return `${ownerPath(ownerId)}/conversations/${pathSegment(conversationId)}`;
}
