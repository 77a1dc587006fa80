import { toAppError } from '#libs/kernel';

/** What the doctor says of one thing. A problem needs somebody to act; a warning should be known. */
export interface Finding {
  readonly check: string;
  readonly level: 'ok' | 'warning' | 'problem';
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}

/** Whatever a check throws is its finding. */
export async function findingsOf(check: string, look: () => Promise<Finding[]>): Promise<Finding[]> {
  try {
    return await look();
  } catch (thrown) {
    return [{ check, level: 'problem', message: toAppError(thrown).message }];
  }
}
