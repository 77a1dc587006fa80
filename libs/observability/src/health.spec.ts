import { expect, it } from 'vitest';
import { HealthCheck, HealthChecks } from './health.js';

class Fixed extends HealthCheck {
  constructor(
    override readonly name: string,
    private readonly failure?: Error,
  ) {
    super();
  }
  override async check(): Promise<void> {
    if (this.failure) throw this.failure;
  }
}

it('asks every registered check and says which one failed and why', async () => {
  const failure = new Error('away');
  const checks = new HealthChecks();
  checks.register(new Fixed('documents'));
  checks.register(new Fixed('search', failure));
  expect(await checks.run()).toEqual([{ name: 'documents' }, { name: 'search', error: failure }]);
});
