import type { ConversationStatus } from '#libs/contracts';
import { AppError } from '#libs/kernel';

const OVER: readonly ConversationStatus[] = ['processing', 'completed', 'failed'];

/** `conflict` CONVERSATION_NOT_OVER for a conversation that is still recorded, or is becoming part of another. */
export function demandOver({ status }: { readonly status: ConversationStatus }): void {
  if (OVER.includes(status)) return;
  throw new AppError(
    'conflict',
    'CONVERSATION_NOT_OVER',
    'This conversation is still being recorded or merged. Finalize it, or wait until it is merged, then try again.',
  );
}
