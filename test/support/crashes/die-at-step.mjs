// Preloaded into a server with `--import`: counts what the server makes durable on its disk, and kills it with SIGKILL right after step
// number DIE_AT_STEP. A step is a commit of SQLite, on whatever thread, or a file that was put in place or removed; between two of them nothing
// lasting happens, so that killing after each of them tries every state that a crash can leave behind. SIGWINCH (signals that mean something
// else to the server would end it) begins the count and says so
// on stderr; with DIE_FROM_START it begins at once.
import { writeSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { getEnvironmentData, isMainThread, setEnvironmentData } from 'node:worker_threads';

const STDERR = 2;
const [COUNTING, STEPS] = [0, 1];
const dieAt = Number(process.env.DIE_AT_STEP ?? Infinity);

if (isMainThread) setEnvironmentData('die-at-step', new Int32Array(new SharedArrayBuffer(8)));
const counters = getEnvironmentData('die-at-step');

function begin() {
  counters[STEPS] = 0;
  counters[COUNTING] = 1;
}

function done(what) {
  if (!Atomics.load(counters, COUNTING)) return;
  const step = Atomics.add(counters, STEPS, 1) + 1;
  if (process.env.TELL_STEPS) writeSync(STDERR, `step ${step}: ${what}\n`);
  if (step !== dieAt) return;
  writeSync(STDERR, `died after step ${step}: ${what}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** Writes outside a transaction are commits of their own. */
const isWrite = (sql) => /^\s*(INSERT|UPDATE|DELETE|REPLACE)\b/i.test(sql);

function watchStatement(database, sql, statement) {
  const commits = /^\s*COMMIT\b/i.test(sql);
  if (!commits && !isWrite(sql)) return;
  for (const name of ['run', 'get', 'all']) {
    const original = statement[name].bind(statement);
    statement[name] = (...values) => {
      const isStep = commits || !database.isTransaction;
      const result = original(...values);
      if (isStep)
        done(`${commits ? 'commit' : sql.trim().slice(0, 30)} in ${basename(database.location() ?? '')}`);
      return result;
    };
  }
}

const prepare = DatabaseSync.prototype.prepare;
DatabaseSync.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  watchStatement(this, sql, statement);
  return statement;
};

for (const name of ['rename', 'link', 'rm', 'unlink']) {
  const original = fs[name];
  fs[name] = async (...args) => {
    const result = await original(...args);
    done(`${name} of a file`);
    return result;
  };
}
syncBuiltinESMExports();

if (isMainThread) {
  process.on('SIGWINCH', () => {
    writeSync(STDERR, `steps: ${counters[STEPS]}\n`);
    begin();
  });
  if (process.env.DIE_FROM_START) begin();
}
