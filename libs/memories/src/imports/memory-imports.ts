import { Injectable } from '@nestjs/common';
import { importMemories, type TranscriptTurn } from '#libs/contracts';
import { AppError, Clock, deterministicId } from '#libs/kernel';
import { JobQueue } from '#libs/queue';
import { FactReader } from '../extraction/fact-reader.js';
import { MemoryKeeper } from '../extraction/memory-keeper.js';
import { normalizedContent } from '../memory.rules.js';
import { SourceRemoval } from '../resolution/source-removal.js';
import { extractsOf, MAX_LOG_CHARS } from './log-extracts.rules.js';
import { ImportRepository } from './import.repository.js';
import type { MemoryImport } from './memory-import.js';

export interface BroughtLog {
  readonly text: string;
  readonly source: string;
  readonly recordedAt?: Date;
}

export interface AcceptedImport {
  readonly import: MemoryImport;
  /** The same text had been brought before. */
  readonly duplicate: boolean;
}

/** Logs that owners bring from elsewhere (chats with other assistants, diaries), read for facts piece by piece. */
@Injectable()
export class MemoryImports {
  constructor(
    private readonly imports: ImportRepository,
    private readonly reader: FactReader,
    private readonly keeper: MemoryKeeper,
    private readonly sources: SourceRemoval,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
  ) {}

  /** The same text, however spaced, is the same import. */
  async accept(ownerId: string, logs: readonly BroughtLog[]): Promise<AcceptedImport[]> {
    const ownerName = await this.reader.ownerName(ownerId);
    const accepted: AcceptedImport[] = [];
    for (const log of logs) {
      const given = this.importOf(ownerId, log, ownerName);
      const isNew = await this.imports.createOnce(ownerId, given);
      const stored = isNew ? given : ((await this.imports.find(ownerId, given.id)) ?? given);
      if (stored.status !== 'completed')
        await this.queue.enqueue(importMemories, { ownerId, importId: stored.id });
      accepted.push({ import: stored, duplicate: !isNew });
    }
    return accepted;
  }

  /** Errors: `not_found` MEMORY_IMPORT_NOT_FOUND. */
  async get(ownerId: string, id: string): Promise<MemoryImport> {
    const found = await this.imports.find(ownerId, id);
    if (found) return found;
    throw new AppError('not_found', 'MEMORY_IMPORT_NOT_FOUND', 'There is no such import.', { id });
  }

  /** All of them with their words: for the owner's export. */
  all(ownerId: string): AsyncIterable<MemoryImport> {
    return this.imports.all(ownerId);
  }

  /** With everything that only it bears out. */
  async delete(ownerId: string, id: string): Promise<void> {
    const { total_extracts } = await this.get(ownerId, id);
    for (let index = 0; index < total_extracts; index += 1)
      await this.sources.remove(ownerId, sourceIdOf(id, index));
    await this.imports.delete(ownerId, id);
  }

  /** Goes on where an earlier attempt stopped. Each extract is a source of its own, so reading one twice changes nothing. */
  async run(ownerId: string, id: string, signal?: AbortSignal): Promise<void> {
    const log = await this.imports.find(ownerId, id);
    if (!log || log.status === 'completed') return;
    const extracts = extractsOf(log.text, await this.reader.ownerName(ownerId));
    let created = log.created_count;
    for (let index = log.processed_extracts; index < extracts.length; index += 1) {
      signal?.throwIfAborted();
      created += await this.readExtract(ownerId, log, { index, turns: extracts[index]! }, signal);
      await this.progress(ownerId, id, { processed_extracts: index + 1, created_count: created });
    }
    await this.progress(ownerId, id, { status: 'completed' });
  }

  private async readExtract(
    ownerId: string,
    { id, recorded_at: startedAt }: MemoryImport,
    { index, turns }: { readonly index: number; readonly turns: readonly TranscriptTurn[] },
    signal?: AbortSignal,
  ): Promise<number> {
    const transcript = await this.reader.transcriptOf(ownerId, turns, startedAt);
    const conversationId = sourceIdOf(id, index);
    const source = { ownerId, conversationId, type: 'import' as const, startedAt, transcript };
    const facts = await this.reader.read(source, { signal });
    return (await this.keeper.keep(facts, source, signal)).added.length;
  }

  private async progress(ownerId: string, id: string, fields: Partial<MemoryImport>): Promise<void> {
    await this.imports.change(ownerId, id, {
      status: 'processing',
      ...fields,
      updated_at: this.clock.now(),
    });
  }

  private importOf(
    ownerId: string,
    { text, source, recordedAt }: BroughtLog,
    ownerName: string | null,
  ): MemoryImport {
    const now = this.clock.now();
    return {
      id: deterministicId(ownerId, 'memory-import', normalizedContent(text) || text),
      status: 'queued',
      source,
      text: text.slice(0, MAX_LOG_CHARS),
      truncated: text.length > MAX_LOG_CHARS,
      recorded_at: recordedAt ?? now,
      total_extracts: extractsOf(text, ownerName).length,
      processed_extracts: 0,
      created_count: 0,
      created_at: now,
      updated_at: now,
    };
  }
}

/** What evidence of an extract names as its source. */
export function sourceIdOf(importId: string, index: number): string {
  return `${importId}:${index}`;
}
