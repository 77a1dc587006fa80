import type { Provider } from '@nestjs/common';
import { DividedSounds } from './divided-sound.js';
import { SettleSplitJob } from './settle-split.job.js';
import { SplitAccounts } from './split-accounts.js';
import { SplitSessions } from './split-sessions.js';
import { SplitsService } from './splits.service.js';
import { Splitting } from './splitting.js';

export const splitProviders: Provider[] = [
  SplitsService,
  Splitting,
  DividedSounds,
  SplitAccounts,
  SplitSessions,
  SettleSplitJob,
];
