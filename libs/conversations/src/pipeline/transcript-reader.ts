import { Injectable } from '@nestjs/common';
import { OwnerProfile, People } from '#libs/accounts';
import type { Conversation, TranscriptInput } from '#libs/contracts';
import { Clock } from '#libs/kernel';
import { PhotoRepository } from '../photos/photo.repository.js';
import { SpokenLanguage } from '../understanding/spoken-language.js';
import { transcriptInputOf } from './transcript-input.rules.js';

/** Pictures whose descriptions are read, the first ones; a camera that takes one every few seconds would fill any prompt. */
const MAX_PHOTOS = 50;
const MAX_DESCRIPTION_CHARACTERS = 300;

/** Gathers what language tasks are to know of a conversation, for everything that is derived from one. */
@Injectable()
export class TranscriptReader {
  constructor(
    private readonly profile: OwnerProfile,
    private readonly people: People,
    private readonly photos: PhotoRepository,
    private readonly spoken: SpokenLanguage,
    private readonly clock: Clock,
  ) {}

  async read(ownerId: string, conversation: Conversation): Promise<TranscriptInput> {
    const outputLanguage = await this.profile.languageOf(ownerId);
    const input = transcriptInputOf(conversation, {
      timeZone: await this.profile.timeZoneOf(ownerId),
      ownerName: await this.profile.nameOf(ownerId),
      names: await this.namesIn(ownerId, conversation),
      photos: await this.descriptions(ownerId, conversation.id),
      nowMs: this.clock.nowMs(),
      ...(outputLanguage === null ? {} : { outputLanguage }),
    });
    return { ...input, language: await this.spoken.of(input.turns, conversation.language) };
  }

  private async namesIn(ownerId: string, conversation: Conversation): Promise<ReadonlyMap<string, string>> {
    const ids = conversation.transcript_segments.flatMap(({ person_id: id }) => id ?? []);
    return ids.length === 0 ? new Map() : this.people.namesOf(ownerId, ids);
  }

  private async descriptions(ownerId: string, conversationId: string): Promise<string[]> {
    const photos = await Array.fromAsync(this.photos.heads(ownerId, conversationId));
    const known = photos.flatMap(({ description, discarded }) => (discarded ? [] : description || []));
    return known.slice(0, MAX_PHOTOS).map((text) => text.slice(0, MAX_DESCRIPTION_CHARACTERS));
  }
}
