import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { buildAsyncApi } from './asyncapi.js';

const require = createRequire(import.meta.url);
const document = buildAsyncApi();

/** Every `$ref` of the document, wherever it is. */
function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = '$ref' in value && typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

function resolves(root: unknown, pointer: string): boolean {
  const steps = pointer.split('/').slice(1);
  return (
    steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], root) !==
    undefined
  );
}

describe('the AsyncAPI document', () => {
  it('is valid AsyncAPI 3', () => {
    const ajv = new Ajv({ strict: false, logger: false, validateFormats: false });
    const validate = ajv.compile(require('@asyncapi/specs/schemas/3.0.0-without-$id.json') as object);
    expect(validate(document), ajv.errorsText(validate.errors)).toBe(true);
  });

  it('refers to nothing that is not there', () => {
    const openApi = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as unknown;
    for (const reference of referencesIn(document)) {
      const [file, pointer] = reference.split('#') as [string, string];
      expect(resolves(file === './openapi.json' ? openApi : document, pointer), reference).toBe(true);
    }
  });

  it('keeps the name of every event on both wires', () => {
    const { mneme, omi } = document['channels'] as Record<
      string,
      { messages: Record<string, { name: string }> }
    >;
    const names = (channel: { messages: Record<string, { name: string }> } | undefined) =>
      Object.values(channel!.messages).map(({ name }) => name);
    expect(names(mneme)).toEqual(expect.arrayContaining(['audio.batch', 'session.ready', 'memory_created']));
    expect(names(omi)).toEqual(expect.arrayContaining(['ping', 'segments', 'memory_created', 'image_chunk']));
    expect(names(omi)).not.toContain('partial');
  });
});
