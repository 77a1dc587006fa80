import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import { RequestInvalid } from '../http/validation.js';

/** Room for three minutes at 48 kHz in stereo, so that a wrong rate is told as that. */
const MAX_BYTES = 36 * 1024 * 1024;

/** The part of an uploaded file that is used. */
export interface UploadedBytes {
  readonly buffer: Buffer;
}

/** A WAV file in the form field `file`. */
export function VoiceUpload(): MethodDecorator {
  const properties = { file: { type: 'string', format: 'binary' } };
  return applyDecorators(
    UseInterceptors(FileInterceptor('file', { limits: { fileSize: MAX_BYTES, files: 1 } })),
    ApiConsumes('multipart/form-data'),
    ApiBody({ schema: { type: 'object', required: ['file'], properties } }),
  );
}

export function bytesOf(file: UploadedBytes | undefined): Buffer {
  if (file) return file.buffer;
  throw new RequestInvalid([{ loc: ['request', 'file'], msg: 'file is required', type: 'required' }]);
}
