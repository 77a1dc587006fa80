export { IdentityProvider, type AuthenticatedUser } from './identity-provider.js';
export { LocalIdentityProvider, type TokenOptions } from './local/local-identity-provider.js';
export { OwnerBootstrap, type OwnerStart } from './owner-bootstrap.js';
export { OwnerProfile } from './owner-profile.js';
export { accountCollections, UsersRepository } from './users.repository.js';
export { People, PERSON_NAME_LENGTH } from './people/people.js';
export { PeopleRepository } from './people/people.repository.js';
export { type Person } from './people/person.js';
export {
  SpeechSettings,
  MAX_VOCABULARY,
  type OwnerSpeech,
  type OwnerSpeechChange,
} from './speech/speech-settings.js';
export {
  keytermsOf,
  spokenLanguageOf,
  translationLanguageAfter,
  translationTargetOf,
} from './speech/owner-speech.rules.js';
export { ModelUsage } from './usage/model-usage.js';
export { type UseByFeature } from './usage/model-use.rules.js';
export { OwnerUsage, type PeriodUsage, type UsageHour } from './usage/owner-usage.js';
export {
  minusStats,
  NO_STATS,
  USAGE_PERIODS,
  type UsagePeriod,
  type UsagePoint,
} from './usage/usage-stats.rules.js';
export { type ModelUse, type UsageStats } from './usage/usage-collections.js';
export { AccountsModule } from './accounts.module.js';
export { AccountDeletion } from './deletion/account-deletion.js';
export { ClosedAccounts } from './deletion/closed-accounts.js';
export { AccountDeletionModule, accountJobs } from './deletion/account-deletion.module.js';
export {
  DataProtection,
  PROTECTED_TYPES,
  type MoveFailure,
  type ProtectedObject,
  type ProtectedType,
} from './protection/data-protection.js';
export { DataProtectionModule, protectionJobs } from './protection/data-protection.module.js';
export { SearchRebuild } from './search/search-rebuild.js';
export { OwnerTimers, type Rearm } from './timers/owner-timers.js';
