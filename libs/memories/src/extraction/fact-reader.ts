import { Injectable } from '@nestjs/common';
import { ModelUsage, OwnerProfile } from '#libs/accounts';
import { LanguageModel } from '#libs/ai';
import type { TranscriptInput, TranscriptTurn } from '#libs/contracts';
import type { ExtractedFact } from '../facts/fact.js';
import { MemoryCandidates, type ContextSource } from '../search/memory-candidates.js';
import { extractFacts, type FactAsking } from './extract-facts.js';

/** Reads words for lasting facts, knowing what of the owner's memories they touch. Keeps nothing. */
@Injectable()
export class FactReader {
  constructor(
    private readonly candidates: MemoryCandidates,
    private readonly model: LanguageModel,
    private readonly owners: OwnerProfile,
    private readonly usage: ModelUsage,
  ) {}

  /** Without a meter the owner's account is charged. */
  async read(source: ContextSource, asking: FactAsking = {}): Promise<ExtractedFact[]> {
    const context = await this.candidates.contextOf(source, this.model.available ? 'model' : 'rules');
    const meter = asking.meter ?? this.usage.meterOf(source.ownerId);
    return extractFacts(this.model, context, source.transcript, { ...asking, meter });
  }

  /** Turns that stand in no conversation, as language tasks see them. */
  async transcriptOf(
    ownerId: string,
    turns: readonly TranscriptTurn[],
    writtenAt: Date,
  ): Promise<TranscriptInput> {
    const [timeZone, ownerName, language] = await Promise.all([
      this.owners.timeZoneOf(ownerId),
      this.owners.nameOf(ownerId),
      this.owners.languageOf(ownerId),
    ]);
    return { turns, startedAtMs: writtenAt.getTime(), timeZone, language: language ?? 'en', ownerName };
  }

  async ownerName(ownerId: string): Promise<string | null> {
    return this.owners.nameOf(ownerId);
  }
}
