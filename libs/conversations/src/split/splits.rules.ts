import { AppError } from '#libs/kernel';
import type { ConversationHead } from '../store/conversation-row.js';

export function isSplittable({ status, is_locked }: Pick<ConversationHead, 'status' | 'is_locked'>): boolean {
  return status === 'completed' && !is_locked;
}

export function notNow(id: string): AppError {
  return new AppError(
    'conflict',
    'SPLIT_NOT_NOW',
    'This conversation is not completed, or its merge can still be taken back. Wait, or confirm the merge, then try again.',
    { id },
  );
}
