/** One field of a request that was refused. */
export class FieldProblem {
  /** Where it stands: `["body", "text"]`. */
  loc!: string[];
  msg!: string;
  /** Name of the rule that failed. */
  type!: string;
}

/** Every answer that is not a success. */
export class Problem {
  /** What went wrong and what to do about it, for a person; for a refused request the list of its fields. */
  detail!: string | FieldProblem[];
  /** Stable name of the problem, for a program. */
  code!: string;
  /** Names, limits and ids that belong to the problem. */
  details?: Record<string, unknown>;
}
