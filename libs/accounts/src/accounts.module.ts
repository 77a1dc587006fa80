import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { IdentityProvider } from './identity-provider.js';
import { LocalIdentityProvider } from './local/local-identity-provider.js';
import { SecretFile } from './local/secret-file.js';
import { OwnerBootstrap } from './owner-bootstrap.js';
import { OwnerProfile } from './owner-profile.js';
import { StoredOwnerProfile } from './stored-owner-profile.js';
import { UsersRepository } from './users.repository.js';

/** Who uses the server. Expects `AppConfig`, `Clock` and `DocumentStore` to be provided globally. */
@Global()
@Module({
  providers: [
    UsersRepository,
    OwnerBootstrap,
    LocalIdentityProvider,
    {
      provide: SecretFile,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new SecretFile(join(config.storage.dataDir, 'secrets.json')),
    },
    { provide: IdentityProvider, useExisting: LocalIdentityProvider },
    { provide: OwnerProfile, useClass: StoredOwnerProfile },
  ],
  exports: [IdentityProvider, LocalIdentityProvider, OwnerBootstrap, OwnerProfile, UsersRepository],
})
export class AccountsModule {}
