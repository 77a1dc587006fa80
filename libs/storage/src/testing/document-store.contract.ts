import { contractOf, type Contract, type ContractOptions, type ContractTests } from '#libs/kernel/testing';
import type { DocumentStore } from '../ports/document-store.js';
import { DOCUMENT_CONCURRENCY_TESTS } from './document-store-concurrency.contract.js';
import { DOCUMENT_NAME_TESTS } from './document-store-names.contract.js';
import { DOCUMENT_OMISSION_TESTS } from './document-store-omissions.contract.js';
import { DOCUMENT_OWNERSHIP_TESTS } from './document-store-ownership.contract.js';
import { DOCUMENT_PAGING_TESTS } from './document-store-paging.contract.js';
import { DOCUMENT_QUERY_TESTS } from './document-store-queries.contract.js';
import { DOCUMENT_RESTART_TESTS } from './document-store-restart.contract.js';
import { DOCUMENT_TRANSACTION_TESTS } from './document-store-transactions.contract.js';
import type { DocumentStoreSubject } from './document-store-subject.js';
import { DOCUMENT_TREE_TESTS } from './document-store-trees.contract.js';
import { DOCUMENT_VALUE_TESTS } from './document-store-values.contract.js';
import { DOCUMENT_WRITE_TESTS } from './document-store-writes.contract.js';

/** Every promise of DocumentStore. */
export function documentStoreContract(options: ContractOptions<DocumentStoreSubject>): Contract {
  return contractOf('DocumentStore', options, {
    ...onStore(DOCUMENT_WRITE_TESTS),
    ...onStore(DOCUMENT_VALUE_TESTS),
    ...onStore(DOCUMENT_NAME_TESTS),
    ...onStore(DOCUMENT_QUERY_TESTS),
    ...onStore(DOCUMENT_OMISSION_TESTS),
    ...onStore(DOCUMENT_PAGING_TESTS),
    ...onStore(DOCUMENT_OWNERSHIP_TESTS),
    ...onStore(DOCUMENT_TRANSACTION_TESTS),
    ...onStore(DOCUMENT_CONCURRENCY_TESTS),
    ...onStore(DOCUMENT_TREE_TESTS),
    ...DOCUMENT_RESTART_TESTS,
  });
}

function onStore(tests: ContractTests<DocumentStore>): ContractTests<DocumentStoreSubject> {
  return Object.fromEntries(
    Object.entries(tests).map(([title, test]) => [title, ({ store }, settle) => test(store, settle)]),
  );
}
