export const IMPORT_STATUSES = ['queued', 'processing', 'completed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** A log that an owner brought, `users/{uid}/memory_imports/{id}`. Its words stay, because memories rest on them. */
export interface MemoryImport {
  readonly id: string;
  readonly status: ImportStatus;
  /** Where it comes from, as its bringer calls it. */
  readonly source: string;
  readonly text: string;
  /** Whether more was brought than is read. */
  readonly truncated: boolean;
  /** When it was written; facts hold from then on. */
  readonly recorded_at: Date;
  readonly total_extracts: number;
  readonly processed_extracts: number;
  readonly created_count: number;
  readonly created_at: Date;
  readonly updated_at: Date;
}
