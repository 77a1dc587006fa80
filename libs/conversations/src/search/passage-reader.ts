import type { Conversation, TranscriptSegment } from '#libs/contracts';
import { isOwnerKnown, ownerSpeaks } from '../pipeline/transcript-input.rules.js';
import type { FoundEntry } from './candidates.js';
import type { Passage } from './passage.js';
import { passageAt } from './passages.rules.js';
import type { Ranked } from './ranking.rules.js';

/** Characters of the surroundings on each side: about two passages. */
const SURROUNDINGS = 320;

const SUMMARY_PLACE = {
  kind: 'summary',
  segmentIds: [],
  speaker: '',
  isUser: null,
  start: 0,
  end: 0,
  before: '',
  after: '',
} as const;

/** Makes answers out of one conversation and what was found of it. What was found is only a place: the words are those that stand there now. */
export class PassageReader {
  private readonly places: ReadonlyMap<string, number>;
  private readonly ownerIsKnown: boolean;

  constructor(private readonly conversation: Conversation) {
    const segments = conversation.transcript_segments;
    this.places = new Map(segments.map(({ id }, place) => [id, place]));
    this.ownerIsKnown = isOwnerKnown(segments);
  }

  /** Null when what was found is not there any more; the overview for the conversation as a whole. */
  read({ sighting: { facts }, score }: Ranked<FoundEntry>): Passage | null {
    const { id, structured, started_at } = this.conversation;
    const common = { conversationId: id, title: structured.title, startedAtMs: started_at.getTime(), score };
    if (facts.segment === '') return { ...common, ...SUMMARY_PLACE, text: structured.overview };
    const place = this.places.get(facts.segment);
    const segment = place === undefined ? undefined : this.conversation.transcript_segments[place];
    if (place === undefined || !segment || facts.to > segment.text.length) return null;
    const { segmentIds, speaker, start, end, text } = passageAt(segment, facts);
    if (text === '') return null;
    return {
      ...common,
      kind: 'speech',
      segmentIds,
      speaker,
      start,
      end,
      text,
      isUser: ownerSpeaks(segment, this.ownerIsKnown),
      before: this.before(segment, place, facts.from),
      after: this.after(segment, place, facts.to),
    };
  }

  private before(segment: TranscriptSegment, place: number, from: number): string {
    const own = segment.text.slice(0, from).trim();
    const text = own || (this.conversation.transcript_segments[place - 1]?.text ?? '');
    return text.length <= SURROUNDINGS ? text : text.slice(text.indexOf(' ', text.length - SURROUNDINGS) + 1);
  }

  private after(segment: TranscriptSegment, place: number, to: number): string {
    const own = segment.text.slice(to).trim();
    const text = own || (this.conversation.transcript_segments[place + 1]?.text ?? '');
    return text.length <= SURROUNDINGS ? text : text.slice(0, text.lastIndexOf(' ', SURROUNDINGS));
  }
}
