import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runInContext } from '#libs/kernel';
import type { LogFields } from './log.js';
import { PinoLog, type PinoLogOptions } from './pino-log.js';

function capture(options: Partial<PinoLogOptions> = {}) {
  const lines: string[] = [];
  const destination = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  const log = new PinoLog({ level: 'info', format: 'json', destination, ...options });
  return { log, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('PinoLog', () => {
  it('writes one JSON object per line with the message and its fields', () => {
    const { log, parsed } = capture();
    log.warn('job attempt ended', { 'job.name': 'memory.index', duration_ms: 3 });
    expect(parsed()).toEqual([
      {
        level: 40,
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) as string,
        message: 'job attempt ended',
        'job.name': 'memory.index',
        duration_ms: 3,
      },
    ]);
  });

  it('adds the ids of the request it was called in', () => {
    const { log, parsed } = capture();
    runInContext({ requestId: 'r1', ownerId: 'ada' }, () => log.info('inside'));
    log.info('outside');
    expect(parsed()[0]).toMatchObject({ 'request.id': 'r1', 'user.id': 'ada' });
    expect(parsed()[1]).not.toHaveProperty(['request.id']);
  });

  it('drops whatever is no field of the log, however it got in', () => {
    const { log, lines } = capture();
    const smuggled = { transcript: 'I said this', outcome: { text: 'I said this' }, count: 'I said this' };
    log.error('smuggled', smuggled as unknown as LogFields);
    expect(lines.join()).not.toContain('I said this');
  });

  it('writes nothing below its level', () => {
    const { log, lines } = capture({ level: 'warn' });
    log.debug('no');
    log.info('no');
    log.error('yes');
    expect(lines).toHaveLength(1);
  });

  it('is readable when it is meant for people', () => {
    const { log, lines } = capture({ format: 'pretty' });
    log.info('server is ready', { outcome: 'ok', count: 2 });
    log.error('it broke', { 'error.stack': 'TypeError\n    at place.js:1:2' });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}server is ready {2}outcome=ok count=2\n$/);
    expect(lines[1]).toMatch(/ERROR it broke\nTypeError\n {4}at place\.js:1:2\n$/);
  });
});
