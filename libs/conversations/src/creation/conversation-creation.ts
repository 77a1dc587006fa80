import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { People } from '#libs/accounts';
import type { Conversation, ConversationPhoto } from '#libs/contracts';
import { AppError, Clock, deterministicId } from '#libs/kernel';
import { ProcessingWait } from '../lifecycle/processing-wait.js';
import { checkPhoto, MAX_PHOTO_BYTES } from '../photos/photo.rules.js';
import { CreatedConversations } from './created-conversations.js';
import { createdRow, createdSegments } from './created-row.rules.js';
import type { NewAlbum, NewImage, NewSegment, NewText, NewTranscript } from './new-content.js';
import { TextVoices } from './text-voices.js';

export const MAX_IMAGES = 20;

/**
 * Conversations that come as a whole instead of word by word. Each is durable when it is answered, on its way to processing; `whenProcessed`
 * waits for the rest. `conflict` CONVERSATION_WAS_DELETED for a name whose conversation was deleted.
 */
@Injectable()
export class ConversationCreation {
  constructor(
    private readonly created: CreatedConversations,
    private readonly voices: TextVoices,
    private readonly people: People,
    private readonly wait: ProcessingWait,
    private readonly clock: Clock,
  ) {}

  /** From something written, by its owner or sent by an app. It is never found trivial. `invalid` TEXT_EMPTY, TIMES_INVERTED. */
  async fromText(ownerId: string, content: NewText): Promise<Conversation> {
    const { text, textSource, textSourceSpec = null, appId = null } = content;
    const id = this.created.idFor(ownerId, content.clientKey);
    const segments = await this.voices.segmentsOf(ownerId, text, textSource);
    if (segments.length === 0) throw textEmpty();
    const row = createdRow(
      id,
      content,
      {
        source: 'external_integration',
        transcript_segments: createdSegments(id, segments),
        external_data: { text, text_source: textSource, text_source_spec: textSourceSpec, app_id: appId },
        app_id: appId,
      },
      this.clock.now(),
    );
    return this.created.put(ownerId, { row });
  }

  /** From what another recognizer heard. It is judged like any talk. `invalid` TEXT_EMPTY, TIMES_INVERTED. */
  async fromSegments(ownerId: string, content: NewTranscript): Promise<Conversation> {
    const id = this.created.idFor(ownerId, content.clientKey);
    const segments = await this.withKnownPeople(ownerId, content.segments);
    if (!segments.some(({ text }) => text.trim() !== '')) throw textEmpty();
    const lastMs = Math.max(...segments.map(({ end }) => end)) * 1_000;
    const row = createdRow(
      id,
      content,
      {
        source: content.source ?? 'phone',
        transcript_segments: createdSegments(id, segments),
        durationMs: lastMs,
      },
      this.clock.now(),
    );
    return this.created.put(ownerId, { row });
  }

  /**
   * From pictures, which a language model describes if there is one that sees. `invalid` PHOTO_INVALID, IMAGES_MISSING; `too_large`
   * PHOTO_TOO_LARGE, for all together.
   */
  async fromImages(ownerId: string, content: NewAlbum): Promise<Conversation> {
    const id = this.created.idFor(ownerId, content.clientKey);
    checkAlbum(content.images);
    const startedAt = content.startedAt ?? this.clock.now();
    const photos = distinct(content.images.map((image) => photoOf(id, image, startedAt)));
    const fields = { source: 'openglass', photo_count: photos.length } as const;
    const row = createdRow(id, content, fields, this.clock.now());
    return this.created.put(ownerId, { row, photos });
  }

  /** As it is when it is processed, or after half a minute. */
  async whenProcessed(ownerId: string, { id }: Conversation): Promise<Conversation> {
    await this.wait.ended(ownerId, id);
    return this.created.get(ownerId, id);
  }

  /** Somebody whom the owner does not know is nobody in particular. */
  private async withKnownPeople(ownerId: string, segments: readonly NewSegment[]): Promise<NewSegment[]> {
    const known = await this.people.namesOf(
      ownerId,
      segments.flatMap(({ personId }) => personId ?? []),
    );
    return segments.map((segment) =>
      segment.personId !== null && !known.has(segment.personId) ? { ...segment, personId: null } : segment,
    );
  }
}

/** All are written in one transaction, which has its limits. */
function checkAlbum(images: readonly NewImage[]): void {
  if (images.length === 0 || images.length > MAX_IMAGES) throw imagesMissing();
  for (const { jpeg } of images) checkPhoto(jpeg);
  const bytes = images.reduce((sum, { jpeg }) => sum + jpeg.length, 0);
  if (bytes <= MAX_PHOTO_BYTES) return;
  throw new AppError(
    'too_large',
    'PHOTO_TOO_LARGE',
    'These pictures are too large together; send fewer at once.',
    {
      maxBytes: MAX_PHOTO_BYTES,
    },
  );
}

function photoOf(conversationId: string, { jpeg, takenAt }: NewImage, startedAt: Date): ConversationPhoto {
  const content = createHash('sha256').update(jpeg).digest('hex');
  return {
    id: deterministicId('photo', conversationId, content),
    base64: Buffer.from(jpeg).toString('base64'),
    description: '',
    created_at: takenAt ?? startedAt,
    discarded: false,
  };
}

/** The same picture twice is one picture. */
function distinct(photos: readonly ConversationPhoto[]): ConversationPhoto[] {
  return [...new Map(photos.map((photo) => [photo.id, photo])).values()];
}

function textEmpty(): AppError {
  return new AppError('invalid', 'TEXT_EMPTY', 'There are no words in it. Send at least one.');
}

function imagesMissing(): AppError {
  return new AppError('invalid', 'IMAGES_MISSING', `Send 1 to ${MAX_IMAGES} pictures.`, { max: MAX_IMAGES });
}
