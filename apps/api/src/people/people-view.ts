import { Injectable } from '@nestjs/common';
import { People, type Person } from '#libs/accounts';
import { VoiceProfiles } from '#libs/conversations';
import { voiceUrl } from '../speech-profile/voice-url.js';
import type { PersonEntity } from './person.dto.js';

/** The format of the samples; the reference counts how it makes them. */
const SAMPLES_VERSION = 3;

/** People as clients see them. */
@Injectable()
export class PeopleView {
  constructor(
    private readonly people: People,
    private readonly voices: VoiceProfiles,
  ) {}

  async list(ownerId: string, withSamples: boolean): Promise<PersonEntity[]> {
    const people = await this.people.list(ownerId);
    return Promise.all(people.map((person) => this.of(ownerId, person, withSamples)));
  }

  async get(ownerId: string, id: string, withSamples: boolean): Promise<PersonEntity> {
    return this.of(ownerId, await this.people.get(ownerId, id), withSamples);
  }

  async of(ownerId: string, person: Person, withSamples: boolean): Promise<PersonEntity> {
    const samples = withSamples ? await this.voices.samples(ownerId, person.id) : [];
    const { id, name, created_at, updated_at } = person;
    return {
      id,
      name,
      created_at,
      updated_at,
      speech_samples: samples.map(voiceUrl),
      speech_sample_transcripts: null,
      speech_samples_version: SAMPLES_VERSION,
    };
  }

  /** One by one, for the owner's export. */
  async *all(ownerId: string): AsyncIterable<PersonEntity> {
    for (const person of await this.people.list(ownerId)) yield this.of(ownerId, person, true);
  }
}
