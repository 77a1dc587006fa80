export {
  DocumentStore,
  type DocumentBody,
  type DocumentFilter,
  type DocumentPage,
  type DocumentQuery,
  type DocumentTransaction,
  type DocumentValue,
  type DocumentWrite,
  type FilterOperator,
  type IndexDeclaration,
  type ReadOptions,
  type StoredDocument,
} from './ports/document-store.js';
export { VectorStore, type VectorMatch, type VectorQuery, type VectorRecord } from './ports/vector-store.js';
export {
  FIELD_WEIGHTS,
  KeywordIndex,
  type KeywordDocument,
  type KeywordMatch,
  type KeywordQuery,
} from './ports/keyword-index.js';
export { queryTermsOf, termsOf } from './terms/search-terms.js';
export { BlobStore, type BlobInfo, type BlobRange } from './ports/blob-store.js';
export { Cache } from './ports/cache.js';
export { Locks, type Lock } from './ports/locks.js';
export { bothAnswers } from './search-answers.js';
export { DataLifecycle, type LifecycleParticipant, type LifecycleReport } from './ports/data-lifecycle.js';
export { defineCollection, type CollectionDefinition, type SealedField } from './collection-definition.js';
export {
  Collection,
  type CollectionPage,
  type CollectionQuery,
  type CollectionTransaction,
} from './collection.js';
export {
  SqliteDocumentStore,
  type SqliteDocumentStoreOptions,
} from './embedded/sqlite/sqlite-document-store.js';
export { StorageAdapters } from './storage-adapters.js';
export { StorageModule, type StorageModuleOptions } from './storage.module.js';
export { EmbeddedStorage, type EmbeddedStorageOptions } from './embedded/embedded-storage.js';
export { checkDataFolder } from './embedded/data-folder.js';
export { KeyRotation, type OldKeyUse, type RotationProgress } from './crypto/key-rotation.js';
export { MasterKeys } from './crypto/master-keys.js';
export {
  LEVEL_FIELD,
  LEVEL_REMEMBERED_MS,
  PROTECTION_LEVELS,
  type ProtectionLevel,
} from './crypto/protection-levels.js';
export { OwnerProtection, type ProtectionProgress } from './crypto/owner-protection.js';
export { sealStorage } from './crypto/seal-storage.js';
export { SealedStorage, type SealingOptions } from './crypto/sealed-storage.js';
export { SecretFile } from './crypto/secret-file.js';
export { writeBackup, type BackupOptions, type BackupReport } from './maintenance/backup-writer.js';
export { restoreBackup, type RestoreOptions } from './maintenance/backup-restorer.js';
export { type BackupManifest } from './maintenance/backup-manifest.js';
export {
  inspectContents,
  inspectDatabases,
  type ContentInspection,
  type DatabaseInspection,
} from './maintenance/folder-inspection.js';
export { storedDocuments } from './maintenance/document-reading.js';
export { exportOwner, type ExportedStores, type ExportOptions } from './maintenance/owner-export.js';
export { importOwner, type ImportOptions, type ImportReport } from './maintenance/owner-import.js';
export { type ExportManifest } from './maintenance/export-manifest.js';
export {
  migrateStorage,
  type MigrationOptions,
  type MigrationReport,
} from './maintenance/storage-migration.js';
export { type Digest, type StorageDigest } from './maintenance/storage-digest.js';
export { removeFromSearch } from './storage-participants.js';
