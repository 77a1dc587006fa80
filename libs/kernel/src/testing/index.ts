export { ManualClock } from './manual-clock.js';
export {
  contractOf,
  failuresOf,
  runContract,
  type Contract,
  type ContractOptions,
  type ContractSubject,
  type ContractTests,
} from './contract.js';
