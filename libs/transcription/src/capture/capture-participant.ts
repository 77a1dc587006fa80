import { Injectable } from '@nestjs/common';
import { DataLifecycle } from '#libs/storage';
import { CaptureLogs } from './capture-logs.js';

/** The sound of an owner that is not yet a stored recording. What belongs to one conversation, only conversations know. */
@Injectable()
export class CaptureParticipant {
  constructor(logs: CaptureLogs, lifecycle: DataLifecycle) {
    lifecycle.register({
      store: 'recorded sound',
      deleteOwner: (ownerId) => logs.deleteOfOwner(ownerId),
      countOwner: (ownerId) => logs.countOfOwner(ownerId),
    });
  }
}
