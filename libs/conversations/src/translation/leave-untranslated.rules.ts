import type { SegmentTranslations } from './translate-segments.task.js';

/** Better no translation than a made up one. */
export function leaveUntranslated(): SegmentTranslations {
  return { translations: [] };
}
