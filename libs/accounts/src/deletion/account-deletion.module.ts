import { Module } from '@nestjs/common';
import { purgeAccount, type JobDefinition } from '#libs/contracts';
import { AccountDeletion } from './account-deletion.js';
import { PurgeAccountJob } from './purge-account.job.js';

/** The jobs whose handlers are here, for `QueueModule.forRoot`. */
export const accountJobs = [purgeAccount] as readonly JobDefinition[];

/** Deletion of whole accounts. Beside `AccountsModule` because it needs a queue, which not everything that knows accounts has. */
@Module({ providers: [AccountDeletion, PurgeAccountJob], exports: [AccountDeletion] })
export class AccountDeletionModule {}
