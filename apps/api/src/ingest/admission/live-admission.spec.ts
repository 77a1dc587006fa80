import { beforeEach, describe, expect, it } from 'vitest';
import { loadConfig } from '#libs/config';
import type { AppError } from '#libs/kernel';
import { ManualClock } from '#libs/kernel/testing';
import { Metrics } from '#libs/observability';
import { EventLoopLoad } from './event-loop-load.js';
import { LiveAdmission, REMEMBERED_MS, type Applicant, type Seat } from './live-admission.js';

class GivenLoad extends EventLoopLoad {
  given = false;
  override get isTooHigh(): boolean {
    return this.given;
  }
}

const applicant = (more: Partial<Applicant> = {}): Applicant => ({
  door: 'omi',
  ownerId: 'ada',
  sessionId: null,
  deviceId: null,
  source: 'omi',
  ...more,
});

describe('room for live streams', () => {
  let clock: ManualClock;
  let load: GivenLoad;
  let admission: LiveAdmission;
  beforeEach(() => {
    clock = new ManualClock();
    load = new GivenLoad(clock);
    admission = new LiveAdmission({ ...loadConfig({}), live: { maxStreams: 3 } }, load, clock, new Metrics());
  });
  const enter = (more: Partial<Applicant> = {}) => admission.admit(applicant(more));
  const refusal = (more: Partial<Applicant> = {}): AppError => {
    try {
      enter(more);
    } catch (error) {
      return error as AppError;
    }
    throw new Error('was let in');
  };
  const fill = () => Array.from({ length: 3 - admission.streams }, () => enter({ ownerId: 'eve' }));

  it('is counted over all owners and both doors', () => {
    enter({ door: 'mneme', sessionId: 'x', ownerId: 'eve' });
    enter({ ownerId: 'bob' });
    enter();
    expect(refusal({ ownerId: 'zoe' })).toMatchObject({ kind: 'rate_limited', code: 'SERVER_BUSY' });
  });

  it('is asked for again in ten to twenty seconds, not by all at the same moment', () => {
    fill();
    const waits = Array.from({ length: 50 }, () => refusal().retryAfterMs!);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(20_000);
    expect(new Set(waits).size).toBeGreaterThan(10);
  });

  it('is there again when somebody leaves, once, however often that is said', () => {
    const seats = fill();
    seats[0]!.leave({ ended: true });
    seats[0]!.leave({ ended: true });
    expect(admission.streams).toBe(2);
    enter();
    refusal();
  });

  it('is never refused to the second connection of a device, which takes the place of the first', () => {
    const first = enter({ deviceId: 'pendant' });
    fill();
    const second = enter({ deviceId: 'pendant' });
    expect(admission.streams).toBe(3);
    first.leave({ ended: false });
    expect(admission.streams).toBe(3);
    second.leave({ ended: true });
    expect(admission.streams).toBe(2);
  });

  it('is another one for the same device of another owner, or as another source', () => {
    enter({ deviceId: 'pendant' });
    fill();
    refusal({ deviceId: 'pendant', ownerId: 'eve' });
    refusal({ deviceId: 'pendant', source: 'phone' });
  });

  it('is never refused to a session that goes on, whether its old line is noticed to be dead or not', () => {
    const first: Seat = enter({ door: 'mneme' });
    first.belongsTo('session');
    fill();
    const second = enter({ door: 'mneme', sessionId: 'session' });
    second.belongsTo('session');
    second.leave({ ended: false });
    fill();
    enter({ door: 'mneme', sessionId: 'session' });
    refusal({ door: 'mneme', sessionId: 'session', ownerId: 'eve' });
  });

  it('is not gained by naming a session that does not exist', () => {
    for (let index = 0; index < 3; index += 1) enter({ door: 'mneme', sessionId: 'made-up' });
    refusal({ door: 'mneme', sessionId: 'made-up' });
  });

  it('is kept for a minute for whom the line dropped, for one return', async () => {
    enter({ deviceId: 'pendant' }).leave({ ended: false });
    fill();
    enter({ deviceId: 'pendant' }).leave({ ended: false });
    await clock.advance(REMEMBERED_MS);
    refusal({ deviceId: 'pendant' });
  });

  it('is kept for old apps as well, which name no device, as often as they dropped', () => {
    enter().leave({ ended: false });
    fill();
    enter();
    refusal();
  });

  it('is not kept for whom is done', () => {
    enter({ deviceId: 'pendant' }).leave({ ended: true });
    fill();
    refusal({ deviceId: 'pendant' });
  });

  it('is refused to newcomers while the process has no time to spare', () => {
    const seat = enter({ deviceId: 'pendant' });
    load.given = true;
    refusal();
    seat.leave({ ended: false });
    enter({ deviceId: 'pendant' });
    load.given = false;
    enter();
  });
});
