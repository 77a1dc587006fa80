import type { FolderChange } from '#libs/conversations';
import type { UpdateFolder } from './folder.dto.js';

/** What of a folder is to be changed. Clients send null for what they leave alone. */
export function folderChangeOf(request: UpdateFolder): FolderChange {
  const given = Object.entries(request).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(given);
}
