import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import type { Memory } from '#libs/contracts';
import { extractsOf } from '../imports/log-extracts.rules.js';
import { memoryOf } from '../resolution/fact-source.js';
import { FactReader } from './fact-reader.js';

/** Name of a source that nothing is kept of. */
const PREVIEW = 'preview';

/** What would be remembered of a text. Keeps nothing. */
@Injectable()
export class MemoryPreview {
  constructor(
    private readonly reader: FactReader,
    private readonly clock: Clock,
  ) {}

  /** The text is read as imported logs are: a line each, `name: words` where several speak. */
  async of(ownerId: string, text: string, signal?: AbortSignal): Promise<Memory[]> {
    const startedAt = this.clock.now();
    const found: Memory[] = [];
    for (const turns of extractsOf(text, await this.reader.ownerName(ownerId))) {
      const transcript = await this.reader.transcriptOf(ownerId, turns, startedAt);
      const source = { ownerId, conversationId: PREVIEW, type: 'import' as const, startedAt, transcript };
      const facts = await this.reader.read(source, { signal });
      found.push(...facts.map((fact) => memoryOf(fact, source)));
    }
    return found;
  }
}
