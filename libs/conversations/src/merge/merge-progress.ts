import { Injectable } from '@nestjs/common';
import { MergeBuilding } from './merge-building.js';
import { MergeConfirming } from './merge-confirming.js';
import { MergeHiding } from './merge-hiding.js';
import type { MergeRecord, MergeState } from './merge-record.js';
import { MergeRepository } from './merge.repository.js';
import { MergeSettling } from './merge-settling.js';
import { MergeUndoing } from './merge-undoing.js';

/** `again`: there is more to do at once. `wait`: for something else that goes on. `rest`: until somebody decides, or time does. */
export type MergeStep = 'again' | 'wait' | 'rest';
type TakeStep = (ownerId: string, record: MergeRecord) => Promise<MergeStep>;

/** The steps of a merge, one for each state. Each ends in a change of state, so whoever comes after a crash goes on where it stopped. */
@Injectable()
export class MergeProgress {
  private readonly steps: Readonly<Record<MergeState, TakeStep>> = {
    building: async (ownerId, record) => {
      await this.building.build(ownerId, record);
      return 'again';
    },
    processing: async (ownerId, record) =>
      (await this.hiding.hideWhenProcessed(ownerId, record)) ? 'again' : 'wait',
    settling: async (ownerId, record) => {
      await this.settling.settle(ownerId, record);
      return 'again';
    },
    done: (ownerId, record) => this.confirmWhenDue(ownerId, record),
    confirming: async (ownerId, record) => {
      if (!(await this.confirming.carry(ownerId, record))) return 'wait';
      await this.merges.move(ownerId, record.id, ['confirming'], { state: 'following' });
      return 'again';
    },
    following: async (ownerId, record) => {
      if (!(await this.confirming.letGo(ownerId, record))) return 'wait';
      await this.merges.end(ownerId, record, 'confirmed');
      return 'rest';
    },
    undoing: async (ownerId, record) => {
      await this.undoing.undo(ownerId, record);
      await this.merges.end(ownerId, record, record.failure_code === null ? 'undone' : 'failed');
      return 'rest';
    },
    confirmed: (ownerId, record) => this.forgetWhenDue(ownerId, record),
    undone: (ownerId, record) => this.forgetWhenDue(ownerId, record),
    failed: (ownerId, record) => this.forgetWhenDue(ownerId, record),
  };

  constructor(
    private readonly merges: MergeRepository,
    private readonly building: MergeBuilding,
    private readonly hiding: MergeHiding,
    private readonly settling: MergeSettling,
    private readonly confirming: MergeConfirming,
    private readonly undoing: MergeUndoing,
  ) {}

  /** One step; `rest` where there is no such merge. */
  async step(ownerId: string, mergeId: string): Promise<MergeStep> {
    const record = await this.merges.find(ownerId, mergeId);
    return record ? this.steps[record.state](ownerId, record) : 'rest';
  }

  /** Before anything is hidden, whatever goes wrong for good puts the sources back. Answers whether there is something to put back. */
  async giveUp(ownerId: string, mergeId: string, failureCode: string): Promise<boolean> {
    return this.merges.giveUp(ownerId, mergeId, failureCode);
  }

  private async confirmWhenDue(ownerId: string, record: MergeRecord): Promise<MergeStep> {
    if (!this.merges.isDue(record)) return 'rest';
    await this.merges.move(ownerId, record.id, ['done'], { state: 'confirming', expires_at: null });
    return 'again';
  }

  private async forgetWhenDue(ownerId: string, record: MergeRecord): Promise<MergeStep> {
    if (this.merges.isDue(record)) await this.merges.forget(ownerId, record.id);
    return 'rest';
  }
}
