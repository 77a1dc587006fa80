import { Module } from '@nestjs/common';
import { ConversationRepository } from '#libs/conversations';
import { ImportRepository } from '../imports/import.repository.js';
import { MemoryRepository } from '../store/memory.repository.js';
import { MemoryAudit } from './memory-audit.js';
import { MemoryRepairs } from './memory-repairs.js';
import { SourceTexts } from './source-texts.js';

/** For maintenance: needs storage, queue and `Clock` only, and starts nothing. */
@Module({
  providers: [
    MemoryRepository,
    ImportRepository,
    ConversationRepository,
    SourceTexts,
    MemoryRepairs,
    MemoryAudit,
  ],
  exports: [MemoryAudit],
})
export class MemoryAuditModule {}
