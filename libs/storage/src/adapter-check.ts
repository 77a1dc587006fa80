import { HealthCheck } from '#libs/observability';

/** Whether one adapter answers, under the name that `/readyz` shows. */
export class AdapterCheck extends HealthCheck {
  constructor(
    override readonly name: string,
    private readonly probe: () => Promise<void>,
  ) {
    super();
  }

  override check(): Promise<void> {
    return this.probe();
  }
}
