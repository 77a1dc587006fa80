import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import { BullBoardModule } from '@bull-board/nestjs';
import { Module, type DynamicModule } from '@nestjs/common';
import { AdminMiddleware } from '../auth/admin.middleware.js';

/**
 * The Bull board at `/admin/jobs`, behind the same login as the API's documentation. To look at only: its buttons would bypass the keys by
 * which a job is not run twice; dead letters are put back by `POST /v1/admin/jobs/dead/{id}/retry`. Loaded on the cloud profile only.
 */
@Module({})
export class JobBoardModule {
  static forJobs(names: readonly string[]): DynamicModule {
    const board = BullBoardModule.forRoot({
      route: '/admin/jobs',
      // Its release brings an older copy of the API package, whose types have the same shape but are others to the compiler.
      adapter: ExpressAdapter as never,
      middleware: AdminMiddleware,
      boardOptions: { uiConfig: { boardTitle: 'Mneme jobs' } },
    });
    const queues = names.map((name) => ({ name, adapter: BullAdapter, options: { readOnlyMode: true } }));
    return { module: JobBoardModule, imports: [board, BullBoardModule.forFeature(...queues)] };
  }
}
