export { temporaryDocumentStore, type TemporaryDocumentStore } from './temporary-document-store.js';
