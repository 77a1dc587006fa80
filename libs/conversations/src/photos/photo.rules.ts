import type { ConversationSource } from '#libs/contracts';
import { AppError } from '#libs/kernel';

/** Bytes. The glasses send pictures of some 50 KB, phones up to a few MB. */
export const MAX_PHOTO_BYTES = 5 * 1024 * 1024;

/** What every JPEG begins with: start of image, and the first byte of the marker after it. */
const JPEG_START = [0xff, 0xd8, 0xff] as const;
/** Pendants of which the glasses with the camera are one. */
const CAMERA_LIKELY: readonly ConversationSource[] = ['omi', 'friend'];

/** `invalid` PHOTO_INVALID for what is no JPEG; `too_large` PHOTO_TOO_LARGE. */
export function checkPhoto(jpeg: Uint8Array): void {
  if (jpeg.length > MAX_PHOTO_BYTES) {
    throw new AppError('too_large', 'PHOTO_TOO_LARGE', 'This picture is too large; send a smaller one.', {
      maxBytes: MAX_PHOTO_BYTES,
    });
  }
  if (JPEG_START.some((byte, at) => jpeg[at] !== byte)) {
    throw new AppError('invalid', 'PHOTO_INVALID', 'This picture is not a JPEG; send it as one.');
  }
}

/** The glasses connect like any pendant; that they are glasses shows when the first picture comes. */
export function sourceWithPhotos(source: ConversationSource): ConversationSource {
  return CAMERA_LIKELY.includes(source) ? 'openglass' : source;
}
