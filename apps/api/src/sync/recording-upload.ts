import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applyDecorators,
  Injectable,
  UseInterceptors,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { FilesInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { Request } from 'express';
import { finalize, from, switchMap, type Observable } from 'rxjs';
import { AppConfig } from '#libs/config';
import { INCOMING_FOLDER, type BroughtFile } from '#libs/conversations';
import { RequestInvalid } from '../http/validation.js';

/** Of one file: eighteen hours of a device's Opus. */
const MAX_FILE_BYTES = 200 * 1024 * 1024;
/** Clients send ten or eleven. */
const MAX_FILES = 50;
export type UploadField = 'files' | 'file';

/** A file as it was written while it was received. */
export interface UploadedRecording {
  readonly path: string;
  readonly originalname: string;
  readonly size: number;
}

/** Writes the files of a form to the disk while they are received, and removes them when the request is answered. */
abstract class RecordingReceiver implements NestInterceptor {
  private readonly receiver: NestInterceptor;

  constructor(config: AppConfig, field: UploadField, maxFiles: number) {
    const Receiver = FilesInterceptor(field, maxFiles, {
      dest: join(config.storage.dataDir, INCOMING_FOLDER),
      limits: { fileSize: MAX_FILE_BYTES, files: maxFiles },
    });
    this.receiver = new Receiver();
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request & { files?: UploadedRecording[] }>();
    const answer = Promise.resolve(this.receiver.intercept(context, next));
    return from(answer).pipe(
      switchMap((values) => values),
      finalize(() => void removeAll(request.files ?? [])),
    );
  }
}

@Injectable()
class DeviceRecordingsReceiver extends RecordingReceiver {
  constructor(config: AppConfig) {
    super(config, 'files', MAX_FILES);
  }
}

@Injectable()
class AudioFileReceiver extends RecordingReceiver {
  constructor(config: AppConfig) {
    super(config, 'file', 1);
  }
}

/** Recordings in the repeated form field `files`. */
export function DeviceRecordingsUpload(): MethodDecorator {
  const files = { type: 'array', items: { type: 'string', format: 'binary' } };
  return upload(DeviceRecordingsReceiver, { type: 'object', required: ['files'], properties: { files } });
}

/** A recording in the form field `file`, with fields about it. */
export function AudioFileUpload(): MethodDecorator {
  const properties = {
    file: { type: 'string', format: 'binary' },
    recorded_at: { type: 'string', format: 'date-time' },
    language: { type: 'string' },
  };
  return upload(AudioFileReceiver, { type: 'object', required: ['file'], properties });
}

function upload(receiver: new (config: AppConfig) => NestInterceptor, schema: object): MethodDecorator {
  return applyDecorators(UseInterceptors(receiver), ApiConsumes('multipart/form-data'), ApiBody({ schema }));
}

/** Errors: 422 without any. */
export function broughtFiles(
  uploaded: readonly UploadedRecording[] | undefined,
  field: UploadField,
): [BroughtFile, ...BroughtFile[]] {
  const [first, ...others] = (uploaded ?? []).map(({ path, originalname, size }) => ({
    path,
    name: originalname,
    sizeBytes: size,
  }));
  if (first) return [first, ...others];
  throw new RequestInvalid([{ loc: ['request', field], msg: `${field} is required`, type: 'required' }]);
}

async function removeAll(files: readonly UploadedRecording[]): Promise<void> {
  await Promise.all(files.map(({ path }) => rm(path, { force: true }).catch(() => undefined)));
}
