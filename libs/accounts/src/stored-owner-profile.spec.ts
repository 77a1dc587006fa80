import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#libs/kernel/testing';
import { temporaryDocumentStore, type TemporaryDocumentStore } from '#libs/storage/testing';
import { StoredOwnerProfile } from './stored-owner-profile.js';
import { UsersRepository } from './users.repository.js';

describe('StoredOwnerProfile', () => {
  let documents: TemporaryDocumentStore;
  let users: UsersRepository;
  let profile: StoredOwnerProfile;
  const clock = new ManualClock();
  const ada = {
    id: 'ada', name: 'Ada Lovelace', email: null, created_at: clock.now(), time_zone: 'Europe/London', language: 'en', is_admin: false,
  }; // prettier-ignore

  beforeEach(async () => {
    documents = await temporaryDocumentStore();
    users = new UsersRepository(documents.store);
    profile = new StoredOwnerProfile(users, clock);
  });
  afterEach(() => documents.dispose());

  it('tells first name and time zone of an account', async () => {
    await users.save(ada);
    expect(await profile.nameOf('ada')).toBe('Ada');
    expect(await profile.timeZoneOf('ada')).toBe('Europe/London');
  });

  it('has defaults for an account that it does not know', async () => {
    expect(await profile.nameOf('nobody')).toBeNull();
    expect(await profile.timeZoneOf('../users/ada')).toBe('UTC');
  });

  it('sees a changed profile within a minute', async () => {
    await users.save(ada);
    await profile.timeZoneOf('ada');
    await users.save({ ...ada, time_zone: 'Asia/Tokyo' });
    await clock.advance(60_000);
    expect(await profile.timeZoneOf('ada')).toBe('Asia/Tokyo');
  });
});
