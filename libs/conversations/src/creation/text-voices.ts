import { Injectable } from '@nestjs/common';
import { OwnerProfile, People } from '#libs/accounts';
import type { NewSegment, TextSource } from './new-content.js';
import {
  meansOwner,
  plainLines,
  spokenLines,
  voiceNumberOf,
  type WrittenLine,
} from './voices-in-text.rules.js';

interface Voice {
  readonly speaker: number;
  readonly isUser: boolean;
  readonly personId: string | null;
  /** Whether the name goes, because who speaks is known without it. */
  readonly isKnown: boolean;
}

/** Who speaks where nobody is named. */
const NOBODY: Voice = { speaker: 0, isUser: false, personId: null, isKnown: true };
/** Numbers of voices that are named, so that they meet none of `Speaker 0` and so on. */
const FIRST_NAMED_VOICE = 100;
/** Nobody asks for more people than that in one text. */
const MAX_NAMES = 50;

/** Tells who speaks in a text that says so: the owner, people whom the owner knows, others. */
@Injectable()
export class TextVoices {
  constructor(
    private readonly people: People,
    private readonly profile: OwnerProfile,
  ) {}

  /** A text has no times: everything in it is said at the start, one after the other. */
  async segmentsOf(ownerId: string, text: string, source: TextSource): Promise<NewSegment[]> {
    const lines = source === 'other_text' ? plainLines(text) : spokenLines(text);
    const voices = await this.voicesOf(ownerId, [...new Set(lines.flatMap(({ label }) => label ?? []))]);
    return lines.map((line) => segmentOf(line, line.label === null ? NOBODY : voices.get(line.label)!));
  }

  private async voicesOf(ownerId: string, labels: readonly string[]): Promise<Map<string, Voice>> {
    const ownerName = await this.profile.nameOf(ownerId);
    const voices = new Map<string, Voice>();
    for (const [index, label] of labels.entries()) {
      const number = voiceNumberOf(label);
      const speaker = number ?? FIRST_NAMED_VOICE + index;
      const isUser = meansOwner(label, ownerName);
      const mayBeKnown = number === null && !isUser && index < MAX_NAMES;
      const person = mayBeKnown ? await this.people.findByName(ownerId, label) : null;
      const isKnown = number !== null || isUser || person !== null;
      voices.set(label, { speaker, isUser, personId: person?.id ?? null, isKnown });
    }
    return voices;
  }
}

function segmentOf({ label, words }: WrittenLine, voice: Voice): NewSegment {
  const { speaker, isUser, personId, isKnown } = voice;
  return { text: isKnown ? words : `${label}: ${words}`, speaker, isUser, personId, start: 0, end: 0 };
}
