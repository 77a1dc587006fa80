import { HttpException, ValidationPipe, type ValidationError } from '@nestjs/common';
import type { FieldProblem, Problem } from './problem.entity.js';

/** A request that does not fit its shape: 422 and the list of its fields, as the reference's clients know it. Never the values. */
export class RequestInvalid extends HttpException {
  constructor(readonly fields: FieldProblem[]) {
    super({ detail: fields, code: 'REQUEST_INVALID' } satisfies Problem, 422);
  }
}

function fieldProblems(errors: ValidationError[], path: string[]): FieldProblem[] {
  return errors.flatMap((error) => {
    const loc = [...path, error.property];
    const own = Object.entries(error.constraints ?? {}).map(([type, msg]) => ({ loc, msg, type }));
    return [...own, ...fieldProblems(error.children ?? [], loc)];
  });
}

/** Unknown fields are ignored, as old and new clients send extras; known ones are converted and checked. */
export function requestValidation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    validationError: { target: false, value: false },
    exceptionFactory: (errors) => new RequestInvalid(fieldProblems(errors, ['request'])),
  });
}
