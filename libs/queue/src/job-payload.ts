import type { JobDefinition } from '#libs/contracts';
import { AppError } from '#libs/kernel';

/**
 * The payload as its schema reads it. Run when a job is put in and again when it is taken out, because the row may be older than the code.
 * @throws AppError `invalid` JOB_PAYLOAD_INVALID with the names of the fields, never their values
 */
export function parsePayload<Payload>(definition: JobDefinition<Payload>, payload: unknown): Payload {
  const parsed = definition.schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.'));
  throw new AppError(
    'invalid',
    'JOB_PAYLOAD_INVALID',
    `The payload of ${definition.name} does not fit its schema.`,
    {
      job: definition.name,
      fields,
    },
  );
}
