import { Injectable } from '@nestjs/common';
import { OwnerProfile, People } from '#libs/accounts';
import { localTimeOf } from '#libs/ai';
import { Clock } from '#libs/kernel';
import { daysNamedIn } from './date-hints.rules.js';
import { OWNER_SPEAKS } from './entries.rules.js';
import { namedIn, phrasesOf, type Question } from './question.rules.js';

/** Understands what somebody typed, knowing whom the owner knows and what day it is for them. */
@Injectable()
export class QuestionReader {
  constructor(
    private readonly people: People,
    private readonly profile: OwnerProfile,
    private readonly clock: Clock,
  ) {}

  async read(ownerId: string, text: string): Promise<Question> {
    const [people, ownerName, timeZone] = await Promise.all([
      this.people.list(ownerId),
      this.profile.nameOf(ownerId),
      this.profile.timeZoneOf(ownerId),
    ]);
    const owner = ownerName === null ? [] : [{ id: OWNER_SPEAKS, name: ownerName }];
    const today = Date.parse(`${localTimeOf(this.clock.now().getTime(), timeZone).day}T00:00:00Z`);
    return {
      text,
      phrases: phrasesOf(text),
      speakers: namedIn(text, [...owner, ...people]),
      days: daysNamedIn(text, today),
    };
  }
}
