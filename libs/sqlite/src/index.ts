export { SqliteDatabase, type Row, type SqliteDatabaseOptions, type SqlValues } from './sqlite-database.js';
export { type Migrations } from './sqlite-migrations.js';
export { storageFull, translateSqliteError } from './sqlite-errors.js';
export { inspectSqliteFile, SqliteSnapshot, type SqliteFileReport } from './sqlite-snapshot.js';
