import type { Contract } from '#libs/kernel/testing';
import type { DocumentStoreSubject } from '../document-store-subject.js';
import { DOCUMENT_COMMANDS } from './document-commands.js';
import { DocumentModel } from './document-model.js';
import { modelTest, type ModelTestOptions } from './model-test.js';

/** Random operations on a DocumentStore and on a plain map, compared after each. */
export function documentStoreModelTest(options: ModelTestOptions<DocumentStoreSubject>): Contract {
  return modelTest(options, {
    port: 'DocumentStore',
    commands: DOCUMENT_COMMANDS,
    model: () => new DocumentModel(),
    real: (subject: DocumentStoreSubject) => ({ subject, store: subject.store }),
  });
}
