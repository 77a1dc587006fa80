import { contractOf, type Contract, type ContractOptions } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';
import { DOCUMENT_QUERY_TESTS } from './document-store-queries.contract.js';
import { DOCUMENT_TRANSACTION_TESTS } from './document-store-transactions.contract.js';
import { DOCUMENT_WRITE_TESTS } from './document-store-writes.contract.js';

/** Every promise of DocumentStore. */
export function documentStoreContract(options: ContractOptions<DocumentStore>): Contract {
  return contractOf('DocumentStore', options, {
    ...DOCUMENT_WRITE_TESTS,
    ...DOCUMENT_QUERY_TESTS,
    ...DOCUMENT_TRANSACTION_TESTS,
  });
}
