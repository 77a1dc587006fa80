import { Module } from '@nestjs/common';
import { MemoryRepository } from '../store/memory.repository.js';
import { ConsolidationTrigger } from './consolidation-trigger.js';
import { MemoryTimers } from './memory-timers.js';

/** For maintenance: needs storage, queue and accounts only, and starts nothing. */
@Module({ providers: [MemoryRepository, ConsolidationTrigger, MemoryTimers] })
export class MemoryTimersModule {}
