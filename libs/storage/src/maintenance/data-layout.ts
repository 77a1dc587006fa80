/** What lies in the data folder, by name. The databases of documents, jobs and search; unfinished recordings; recordings; keys. */
export const DOCUMENTS_FILE = 'documents.db';
export const JOBS_FILE = 'jobs.db';
export const SEARCH_FILE = 'search.db';
export const DATABASE_FILES = [DOCUMENTS_FILE, JOBS_FILE, SEARCH_FILE] as const;
export const CAPTURE_FOLDER = 'capture';
/** Finished blobs; beside it lies `incoming`, whose content is worth nothing after a crash. */
export const BLOBS_FOLDER = 'blobs/files';
export const SECRETS_FILE = 'secrets.json';
/** Which folder it is: unfinished recordings are tied to it. */
export const NODE_FILE = 'node-id';
