import { Injectable } from '@nestjs/common';
import { People } from '#libs/accounts';
import type { Conversation, TranscriptSegment } from '#libs/contracts';
import { FoldersService } from '#libs/conversations';
import type { DevConversation, NamedSegment } from './dev-conversation.dto.js';

/** Conversations as developers see them: with the names that stand for ids. */
@Injectable()
export class DevView {
  constructor(
    private readonly people: People,
    private readonly folders: FoldersService,
  ) {}

  /** In the order given. Folders and people are read once for all. */
  async of(
    ownerId: string,
    conversations: readonly Conversation[],
    withTranscript: boolean,
  ): Promise<DevConversation[]> {
    const folders = conversations.some(({ folder_id: id }) => id !== null)
      ? new Map((await this.folders.list(ownerId)).map(({ id, name }) => [id, name]))
      : new Map<string, string>();
    const people = withTranscript ? await this.peopleIn(ownerId, conversations) : new Map<string, string>();
    return conversations.map(({ transcript_segments: segments, ...rest }) => ({
      ...rest,
      folder_name: (rest.folder_id && folders.get(rest.folder_id)) ?? null,
      ...(withTranscript ? { transcript_segments: segments.map((segment) => named(segment, people)) } : {}),
    }));
  }

  private async peopleIn(
    ownerId: string,
    conversations: readonly Conversation[],
  ): Promise<ReadonlyMap<string, string>> {
    const segments = conversations.flatMap(({ transcript_segments: all }) => all);
    const ids = segments.flatMap(({ person_id: id }) => id ?? []);
    return ids.length === 0 ? new Map() : this.people.namesOf(ownerId, ids);
  }
}

function named(segment: TranscriptSegment, people: ReadonlyMap<string, string>): NamedSegment {
  const person = segment.person_id === null ? undefined : people.get(segment.person_id);
  const name = segment.is_user ? 'User' : (person ?? `Speaker ${segment.speaker_id}`);
  return { ...segment, speaker_name: name };
}
