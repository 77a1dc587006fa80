import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OwnerProfile, People, PeopleRepository } from '#libs/accounts';
import { createEmbedder, type Embedder } from '#libs/ai';
import type { TranscriptSegment } from '#libs/contracts';
import {
  Candidates,
  ConversationFinder,
  ConversationIndex,
  ConversationRepository,
  ConversationSearch,
  newConversationRow,
  QuestionReader,
} from '#libs/conversations';
import { SystemClock } from '#libs/kernel';
import { SilentLog } from '#libs/observability';
import { EmbeddedStorage } from '#libs/storage';

/** A finished conversation as a test has it. */
export interface KnownConversation {
  readonly id: string;
  readonly startedAt: Date;
  readonly segments: readonly TranscriptSegment[];
}

class NamelessProfile extends OwnerProfile {
  override timeZoneOf(): Promise<string> {
    return Promise.resolve('UTC');
  }
  override nameOf(): Promise<null> {
    return Promise.resolve(null);
  }
  override languageOf(): Promise<null> {
    return Promise.resolve(null);
  }
}

/** The product's search on embedded storage in a folder of its own, without a server around it. */
export class SearchHarness {
  readonly conversations: ConversationRepository;
  readonly people: People;
  readonly index: ConversationIndex;
  readonly search: ConversationSearch;
  readonly finder: ConversationFinder;

  private constructor(
    readonly storage: EmbeddedStorage,
    private readonly folder: string,
    embedder: Embedder,
  ) {
    const clock = new SystemClock();
    const { documents, keywords, vectors } = storage;
    this.conversations = new ConversationRepository(documents);
    this.people = new People(new PeopleRepository(documents), clock);
    this.index = new ConversationIndex(keywords, vectors, embedder);
    const candidates = new Candidates(keywords, vectors, embedder);
    const questions = new QuestionReader(this.people, new NamelessProfile(), clock);
    this.search = new ConversationSearch(candidates, questions, this.conversations);
    this.finder = new ConversationFinder(keywords, candidates, questions, this.conversations);
  }

  static async open(): Promise<SearchHarness> {
    const folder = await mkdtemp(join(tmpdir(), 'mneme-search-'));
    const storage = await EmbeddedStorage.open({
      dataDir: folder,
      indexes: [],
      clock: new SystemClock(),
      log: new SilentLog(),
    });
    return new SearchHarness(storage, folder, createEmbedder(null));
  }

  /** Stores a conversation as processing leaves it, without a summary, and puts it into search. */
  async add(ownerId: string, { id, startedAt, segments }: KnownConversation): Promise<void> {
    const fields = { id, source: 'omi', language: 'en', timeoutSeconds: 120 } as const;
    const device = { clientDeviceId: null, clientPlatform: null };
    const row = {
      ...newConversationRow({ ...fields, ...device }, startedAt),
      status: 'completed' as const,
      transcript_segments: [...segments],
    };
    await this.conversations.create(ownerId, row);
    await this.index.write(ownerId, row);
  }

  async close(): Promise<void> {
    await this.storage.close();
    await rm(this.folder, { recursive: true });
  }
}

/** A segment as far as search minds; the rest is what a transcript has by default. */
export function spokenSegment(
  fields: Pick<TranscriptSegment, 'id' | 'text'> & Partial<TranscriptSegment>,
): TranscriptSegment {
  return {
    speaker: 'SPEAKER_00',
    speaker_id: 0,
    is_user: false,
    person_id: null,
    start: 0,
    end: 1,
    translations: [],
    speech_profile_processed: true,
    ...fields,
  } as TranscriptSegment;
}
