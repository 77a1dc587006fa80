import type { AppConfig } from '#libs/config';
import { toAppError } from '#libs/kernel';
import { HealthChecks } from '#libs/observability';
import { withMaintenance } from '../maintenance/maintenance-context.js';
import type { Finding } from './finding.js';

/** Whether every service of the cloud profile answers. */
export function checkServices(config: AppConfig): Promise<Finding[]> {
  return withMaintenance(config, async (context) =>
    (await context.get(HealthChecks).run()).map(({ name, error }): Finding => {
      if (error === undefined) return { check: name, level: 'ok', message: 'answers' };
      return { check: name, level: 'problem', message: toAppError(error).message };
    }),
  );
}
