import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { MAX_IMAGES, type NewImage } from '#libs/conversations';
import { RequestInvalid } from '../http/validation.js';

/** Of one picture; what all may have together the conversations lib says. */
const MAX_BYTES = 6 * 1024 * 1024;

export interface UploadedImage {
  readonly buffer: Buffer;
}

/** JPEGs in the repeated form field `files`, with fields about them. */
export function ImagesUpload(): MethodDecorator {
  const properties = {
    files: { type: 'array', items: { type: 'string', format: 'binary' } },
    started_at: { type: 'string', format: 'date-time' },
    finished_at: { type: 'string', format: 'date-time' },
    language: { type: 'string' },
    client_session_id: { type: 'string' },
  };
  const limits = { fileSize: MAX_BYTES, files: MAX_IMAGES };
  return applyDecorators(
    UseInterceptors(FilesInterceptor('files', MAX_IMAGES, { limits })),
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: { type: 'object', required: ['files'], properties } }),
  );
}

/** 422 without any. */
export function imagesOf(files: readonly UploadedImage[] | undefined): NewImage[] {
  if (files?.length) return files.map(({ buffer }) => ({ jpeg: buffer }));
  throw new RequestInvalid([{ loc: ['request', 'files'], msg: 'files is required', type: 'required' }]);
}
