import type { Category, Folder } from '#libs/contracts';
import { deterministicId } from '#libs/kernel';

/** Those beside the system folders. Source: specification of the data shapes, §1.11. */
export const MAX_CUSTOM_FOLDERS = 50;
const DEFAULT_COLOR = '#6B7280';
const DEFAULT_ICON = '📁';

/** What everybody has, in this order. Source: the same. */
const SYSTEM_FOLDERS = [
  { mapping: 'work', name: 'Work', icon: '💼', color: '#3B82F6' },
  { mapping: 'personal', name: 'Personal', icon: '👤', color: '#10B981' },
  { mapping: 'social', name: 'Social', icon: '👥', color: '#8B5CF6' },
] as const;
type Mapping = (typeof SYSTEM_FOLDERS)[number]['mapping'];

/** Source: the same. */
const CATEGORIES_OF: Readonly<Record<Mapping, readonly Category[]>> = {
  work: [
    'work', 'business', 'entrepreneurship', 'technology', 'finance', 'economics', 'legal', 'education', 'science',
    'architecture', 'design',
  ],
  personal: [
    'personal', 'health', 'family', 'parenting', 'romantic', 'spiritual', 'inspiration', 'travel', 'sports', 'philosophy',
    'psychology', 'literature', 'history', 'other',
  ],
  social: ['social', 'entertainment', 'music', 'politics', 'news', 'weather', 'environment', 'real'],
}; // prettier-ignore

/** What a new folder needs to know. */
export interface NewFolder {
  readonly name: string;
  readonly description?: string | null;
  readonly color?: string | null;
  readonly icon?: string | null;
}

/** What may be changed of a folder; left out: as it is. */
export interface FolderChange {
  readonly name?: string;
  readonly description?: string | null;
  readonly color?: string;
  readonly icon?: string;
  readonly order?: number;
}

/** A folder as who files conversations sees it. */
export interface FolderChoice {
  readonly id: string;
  readonly name: string;
  /** Empty: the name says it all. */
  readonly description: string;
}

export function newFolder(id: string, fields: NewFolder, order: number, now: Date): Folder {
  return {
    id,
    name: fields.name,
    description: fields.description ?? null,
    color: fields.color ?? DEFAULT_COLOR,
    icon: fields.icon ?? DEFAULT_ICON,
    created_at: now,
    updated_at: now,
    order,
    is_default: false,
    is_system: false,
    category_mapping: null,
    conversation_count: 0,
  };
}

/** The same ids each time, so that two requests that come first make one set. */
export function systemFolders(ownerId: string, now: Date): Folder[] {
  return SYSTEM_FOLDERS.map(({ mapping, ...fields }, order) => ({
    ...newFolder(deterministicId('folder', ownerId, mapping), fields, order, now),
    is_system: true,
    category_mapping: mapping,
  }));
}

/** Whether somebody has to make the system folders first. */
export function lacksSystemFolders(folders: readonly Folder[]): boolean {
  return !folders.some(({ is_system }) => is_system);
}

/** Which system folder conversations of a category go into. */
export function mappingOf(category: Category): Mapping {
  return (
    SYSTEM_FOLDERS.find(({ mapping }) => CATEGORIES_OF[mapping].includes(category))?.mapping ?? 'personal'
  );
}

/** A folder in our shape, whoever wrote it. */
export function folderShapeOf(stored: object, id: string): Folder {
  const given = stored as Partial<Folder>;
  const createdAt = given.created_at ?? new Date(0);
  return {
    ...newFolder(id, { ...given, name: given.name ?? '' }, given.order ?? 0, createdAt),
    ...given,
    id,
    description: given.description ?? null,
    updated_at: given.updated_at ?? createdAt,
    conversation_count: Math.max(0, given.conversation_count ?? 0),
  };
}
