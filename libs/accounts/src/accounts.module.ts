import { Global, Module } from '@nestjs/common';
import { AppConfig } from '#libs/config';
import { MasterKeys, SecretFile } from '#libs/storage';
import { ClosedAccounts } from './deletion/closed-accounts.js';
import { IdentityProvider } from './identity-provider.js';
import { LocalIdentityProvider } from './local/local-identity-provider.js';
import { DerivedTokenKeys, FiledTokenKeys, TokenKeys } from './local/token-keys.js';
import { OwnerBootstrap } from './owner-bootstrap.js';
import { OwnerProfile } from './owner-profile.js';
import { People } from './people/people.js';
import { PeopleRepository } from './people/people.repository.js';
import { SpeechSettings } from './speech/speech-settings.js';
import { StoredOwnerProfile } from './stored-owner-profile.js';
import { OwnerTimers } from './timers/owner-timers.js';
import { ModelUsage } from './usage/model-usage.js';
import { OwnerUsage } from './usage/owner-usage.js';
import { UsersRepository } from './users.repository.js';

/** Who uses the server. Expects `AppConfig`, `Clock` and storage to be provided globally. */
@Global()
@Module({
  providers: [
    UsersRepository,
    ClosedAccounts,
    OwnerBootstrap,
    LocalIdentityProvider,
    PeopleRepository,
    People,
    SpeechSettings,
    ModelUsage,
    OwnerUsage,
    OwnerTimers,
    {
      provide: TokenKeys,
      inject: [AppConfig, SecretFile, MasterKeys],
      useFactory: tokenKeysOf,
    },
    { provide: IdentityProvider, useExisting: LocalIdentityProvider },
    { provide: OwnerProfile, useClass: StoredOwnerProfile },
  ],
  exports: [
    ClosedAccounts,
    IdentityProvider,
    LocalIdentityProvider,
    ModelUsage,
    OwnerBootstrap,
    OwnerProfile,
    OwnerTimers,
    OwnerUsage,
    People,
    SpeechSettings,
    UsersRepository,
  ],
})
export class AccountsModule {}

/** On one machine the key lies in its data folder; several machines derive theirs from the master secret that they share. */
function tokenKeysOf(config: AppConfig, secrets: SecretFile, masters: MasterKeys): TokenKeys {
  return config.storage.profile === 'embedded' ? new FiledTokenKeys(secrets) : new DerivedTokenKeys(masters);
}
