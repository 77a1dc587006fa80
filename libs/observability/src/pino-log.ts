import { Writable } from 'node:stream';
import { pino, type Logger } from 'pino';
import { currentContext } from '#libs/kernel';
import { Log, type LogFields } from './log.js';
import { prettyLine } from './pretty-line.js';

type FieldType = 'string' | 'number';

/** LogFields again, for run time: a caller that got around the compiler still cannot log anything else. Must name every field to compile. */
const fieldTypes: Record<keyof LogFields, FieldType> = {
  'request.id': 'string',
  'user.id': 'string',
  'conversation.id': 'string',
  'session.id': 'string',
  'memory.id': 'string',
  'job.id': 'string',
  'job.name': 'string',
  'job.attempt': 'number',
  'stage.name': 'string',
  'http.method': 'string',
  'http.route': 'string',
  'http.status': 'number',
  'error.code': 'string',
  'error.kind': 'string',
  'error.stack': 'string',
  'service.name': 'string',
  'task.key': 'string',
  'task.answered_by': 'string',
  'task.prompt_version': 'string',
  'stt.provider': 'string',
  outcome: 'string',
  count: 'number',
  duration_ms: 'number',
  size_bytes: 'number',
};

export interface PinoLogOptions {
  readonly level: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  readonly format: 'pretty' | 'json';
  /** Where lines go; standard output when left out. */
  readonly destination?: NodeJS.WritableStream;
}

/** Log by pino. Adds the ids of the current request context to each line. */
export class PinoLog extends Log {
  private readonly pino: Logger;

  constructor({ level, format, destination = process.stdout }: PinoLogOptions) {
    super();
    const stream = format === 'pretty' ? prettyStream(destination) : destination;
    this.pino = pino(
      { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, messageKey: 'message' },
      stream,
    );
  }

  override debug(message: string, fields?: LogFields): void {
    this.write('debug', message, fields);
  }
  override info(message: string, fields?: LogFields): void {
    this.write('info', message, fields);
  }
  override warn(message: string, fields?: LogFields): void {
    this.write('warn', message, fields);
  }
  override error(message: string, fields?: LogFields): void {
    this.write('error', message, fields);
  }

  private write(level: 'debug' | 'info' | 'warn' | 'error', message: string, fields: LogFields = {}): void {
    if (!this.pino.isLevelEnabled(level)) return;
    this.pino[level]({ ...contextFields(), ...onlyKnown(fields) }, message);
  }
}

function contextFields(): LogFields {
  const context = currentContext();
  if (!context) return {};
  const { requestId, ownerId } = context;
  return { 'request.id': requestId, ...(ownerId === undefined ? {} : { 'user.id': ownerId }) };
}

function onlyKnown(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) => typeof value === fieldTypes[name as keyof LogFields]),
  );
}

function prettyStream(destination: NodeJS.WritableStream): Writable {
  return new Writable({
    write(line: Buffer, _encoding, done) {
      destination.write(prettyLine(line.toString()));
      done();
    },
  });
}
