import { toAppError } from '#libs/kernel';
import type { LogFields } from './log.js';

const frame = /^ {4}at .*:\d+:\d+\)?$/;

/** What a log line may say about a failure: code and kind, and for a bug its class and places. Never a message, which may quote what was said. */
export function errorFields(thrown: unknown): LogFields {
  const error = toAppError(thrown);
  const fields: LogFields = { 'error.code': error.code, 'error.kind': error.kind };
  if (error.kind !== 'bug') return fields;
  const origin = error.cause instanceof Error ? error.cause : error;
  return { ...fields, 'error.stack': stackWithoutMessage(origin) };
}

function stackWithoutMessage(error: Error): string {
  const stack = error.stack ?? '';
  const afterMessage = stack.slice(stack.indexOf(error.message) + error.message.length);
  const frames = afterMessage.split('\n').filter((line) => frame.test(line));
  return [error.constructor.name, ...frames].join('\n');
}
