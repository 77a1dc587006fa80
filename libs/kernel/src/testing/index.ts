export { ManualClock } from './manual-clock.js';
export {
  breaking,
  contractOf,
  failuresOf,
  runContract,
  type Contract,
  type ContractOptions,
  type ContractSubject,
  type ContractTests,
} from './contract.js';
