import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineJob } from '#libs/contracts';
import { OwnerTimers } from './owner-timers.js';

const schema = z.object({ ownerId: z.string() });
const dedupeKey = ({ ownerId }: { ownerId: string }) => ownerId;
const alarm = defineJob({ name: 'test.alarm', timer: true, schema, dedupeKey });
const chime = defineJob({ name: 'test.chime', timer: true, schema, dedupeKey });
const errand = defineJob({ name: 'test.errand', schema, dedupeKey });

describe('timers of owners', () => {
  it('are armed by everybody who has some, for the owner in question', async () => {
    const timers = new OwnerTimers();
    const armed: string[] = [];
    const rearm = (name: string, count: number) => (ownerId: string) => {
      armed.push(`${name} ${ownerId}`);
      return Promise.resolve(count);
    };
    timers.register(alarm, rearm('alarm', 2));
    timers.register(chime, rearm('chime', 1));
    expect(await timers.rearm('ada')).toBe(3);
    expect(armed).toEqual(['alarm ada', 'chime ada']);
    expect(timers.names).toEqual(['test.alarm', 'test.chime']);
  });

  it('have one who arms them, and are defined as timers', () => {
    const timers = new OwnerTimers();
    const rearm = () => Promise.resolve(0);
    timers.register(alarm, rearm);
    expect(() => timers.register(alarm, rearm)).toThrow('test.alarm is armed by somebody else already');
    expect(() => timers.register(errand, rearm)).toThrow('test.errand is no timer');
  });

  it('tell when some could not be armed', async () => {
    const timers = new OwnerTimers();
    timers.register(alarm, () => Promise.reject(new Error('no queue')));
    await expect(timers.rearm('ada')).rejects.toThrow('no queue');
  });
});
