import { says, saysJson, type ChatCompletionRequest, type ScriptedReply } from './openai-server.js';

export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** The shape that a question wants its answer in; undefined when it wants prose. */
export function schemaOf(request: ChatCompletionRequest): Schema | undefined {
  return request.response_format?.json_schema?.schema;
}

/** What a model answers that says as little as the schema of the question lets it. */
export function smallestAnswer(request: ChatCompletionRequest): ScriptedReply {
  return schemaOf(request) ? saysJson(smallestOf(request)) : says('Nothing.');
}

/** The same as a value. */
export function smallestOf(request: ChatCompletionRequest): unknown {
  return smallest(schemaOf(request) ?? {});
}

function smallest(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return smallest(schema.anyOf.at(-1)!);
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.at(-1);
  return type === 'object' ? smallestObject(schema) : (SMALLEST[type ?? 'null'] ?? null);
}

const SMALLEST: Readonly<Record<string, unknown>> = {
  array: [],
  boolean: false,
  integer: 0,
  number: 0,
  string: 'Talk',
};

function smallestObject({ required = [], properties = {} }: Schema): unknown {
  return Object.fromEntries(required.map((name) => [name, smallest(properties[name]!)]));
}
