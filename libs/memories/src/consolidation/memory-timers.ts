import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OwnerTimers } from '#libs/accounts';
import { consolidateMemories } from '#libs/contracts';
import { ConsolidationTrigger } from './consolidation-trigger.js';

/** Tells `OwnerTimers` how the timer of this lib is armed again. */
@Injectable()
export class MemoryTimers implements OnModuleInit {
  constructor(
    private readonly timers: OwnerTimers,
    private readonly consolidation: ConsolidationTrigger,
  ) {}

  onModuleInit(): void {
    this.timers.register(consolidateMemories, async (ownerId) =>
      Number(await this.consolidation.resume(ownerId)),
    );
  }
}
