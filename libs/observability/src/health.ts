/** One thing that must work for this process to take traffic. `check` rejects with an `AppError` that says what to do. */
export abstract class HealthCheck {
  /** Short and stable, e.g. `documents`. */
  abstract readonly name: string;
  abstract check(): Promise<void>;
}

export interface HealthResult {
  readonly name: string;
  /** Undefined when all is well. */
  readonly error?: unknown;
}

/** Every adapter that can be away registers its check here; the readiness route asks for all of them. */
export class HealthChecks {
  private readonly checks: HealthCheck[] = [];

  register(check: HealthCheck): void {
    this.checks.push(check);
  }

  /** Runs all checks side by side; never rejects. */
  async run(): Promise<HealthResult[]> {
    return Promise.all(
      this.checks.map(async (check): Promise<HealthResult> => {
        try {
          await check.check();
          return { name: check.name };
        } catch (error) {
          return { name: check.name, error };
        }
      }),
    );
  }
}
