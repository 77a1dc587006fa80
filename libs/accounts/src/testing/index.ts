export { identityProviderContract, type IdentitySubject } from './identity-provider.contract.js';
