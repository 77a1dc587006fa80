import { applyDecorators, UseInterceptors, type Type } from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiExtraModels, getSchemaPath } from '@nestjs/swagger';
import type { AppText } from '#libs/apps';
import { RequestInvalid, requestValidation } from '../http/validation.js';
import { ChangedApp, NewApp, type AppForm } from './app.dto.js';

/** Clients send a picture along; it is not kept yet. */
const MAX_PICTURE_BYTES = 5 * 1024 * 1024;

/** A form with the field `app_data`, JSON of the class given, and a picture in `file`, which is passed over. */
export function AppUpload(data: Type): MethodDecorator {
  const file = { type: 'string', format: 'binary', description: 'Passed over: apps have no pictures yet.' };
  const properties = { app_data: { $ref: getSchemaPath(data) }, file };
  return applyDecorators(
    UseInterceptors(FileInterceptor('file', { limits: { fileSize: MAX_PICTURE_BYTES, files: 1 } })),
    ApiExtraModels(data),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: { type: 'object', required: ['app_data'], properties },
    }),
  );
}

const validation = requestValidation();

/** 422 when the JSON is none, or does not fit. */
export async function newAppOf(form: AppForm): Promise<AppText> {
  const { name, description, category, memory_prompt, author } = await parsed(form, NewApp);
  return {
    name,
    description,
    category: category ?? 'other',
    memory_prompt,
    ...(author ? { author } : {}),
  };
}

/** Clients send null for what they leave alone. 422 as of `newAppOf`. */
export async function changedAppOf(form: AppForm): Promise<Partial<AppText>> {
  const { name, description, category, memory_prompt, author } = await parsed(form, ChangedApp);
  const text = { name, description, category, memory_prompt, author };
  return Object.fromEntries(
    Object.entries(text).filter(([, value]) => value !== undefined && value !== null),
  );
}

async function parsed<T extends object>({ app_data: text }: AppForm, shape: Type<T>): Promise<T> {
  return (await validation.transform(jsonOf(text), { type: 'body', metatype: shape })) as T;
}

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, as what is JSON and no object is.
  }
  throw new RequestInvalid([
    { loc: ['request', 'app_data'], msg: 'app_data must be a JSON object', type: 'json' },
  ]);
}
