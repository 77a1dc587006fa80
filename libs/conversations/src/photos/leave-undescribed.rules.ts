import type { DescribedPhoto } from './describe-photo.task.js';

/** Nobody may make up what a picture shows. */
export function leaveUndescribed(): DescribedPhoto {
  return { description: '' };
}
