import type { Provider } from '@nestjs/common';
import { CarriedSound } from './carried-sound.js';
import { CarriedTasks } from './carried-tasks.js';
import { MergeBuilding } from './merge-building.js';
import { MergeConfirming } from './merge-confirming.js';
import { MergeConversationsJob } from './merge-conversations.job.js';
import { MergeHiding } from './merge-hiding.js';
import { MergeParticipant } from './merge-participant.js';
import { MergeProgress } from './merge-progress.js';
import { MergeSettling } from './merge-settling.js';
import { MergeSweep } from './merge-sweep.js';
import { MergeUndoing } from './merge-undoing.js';
import { MergeRepository } from './merge.repository.js';
import { MergesService } from './merges.service.js';

export const mergeProviders: Provider[] = [
  MergeRepository,
  MergesService,
  MergeProgress,
  MergeBuilding,
  MergeHiding,
  MergeSettling,
  MergeConfirming,
  MergeUndoing,
  CarriedTasks,
  CarriedSound,
  MergeConversationsJob,
  MergeSweep,
  MergeParticipant,
];
