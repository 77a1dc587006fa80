export { blobStoreContract, type BlobStoreSubject } from './blob-store.contract.js';
export { cacheContract, type CacheSubject } from './cache.contract.js';
export { documentStoreContract, type DocumentStoreSubject } from './document-store.contract.js';
export { keywordIndexContract } from './keyword-index.contract.js';
export { locksContract, type LocksSubject } from './locks.contract.js';
export { temporaryDocumentStore, type TemporaryDocumentStore } from './temporary-document-store.js';
export { vectorStoreContract } from './vector-store.contract.js';
