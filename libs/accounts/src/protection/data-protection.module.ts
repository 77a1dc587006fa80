import { Module } from '@nestjs/common';
import { protectOwner, type JobDefinition } from '#libs/contracts';
import { OwnerProtection, SealedStorage } from '#libs/storage';
import { SearchRebuild } from '../search/search-rebuild.js';
import { DataProtection } from './data-protection.js';
import { ProtectOwnerJob } from './protect-owner.job.js';

/** The jobs whose handlers are here, for `QueueModule.forRoot`. */
export const protectionJobs = [protectOwner] as readonly JobDefinition[];

/** At which level owners' data is stored. Beside `AccountsModule` because it needs a queue, which not everything that knows accounts has. */
@Module({
  providers: [
    DataProtection,
    ProtectOwnerJob,
    SearchRebuild,
    {
      provide: OwnerProtection,
      inject: [SealedStorage],
      useFactory: (storage: SealedStorage) => new OwnerProtection(storage),
    },
  ],
  exports: [DataProtection, SearchRebuild],
})
export class DataProtectionModule {}
