import { Module, type DynamicModule } from '@nestjs/common';
import type { AppConfig } from '#libs/config';
import { HealthModule } from '#libs/observability';
import { FoundationModule, productModules } from '#libs/product';

/** The product without doors: it runs the jobs that any machine can run. */
@Module({})
export class WorkerModule {
  static forConfig(config: AppConfig): DynamicModule {
    return {
      module: WorkerModule,
      imports: [HealthModule, FoundationModule, ...productModules({ config, runsJobsOf: ['anywhere'] })],
    };
  }
}
