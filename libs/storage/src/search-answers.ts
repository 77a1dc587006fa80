import { AppError } from '#libs/kernel';

/**
 * The answers of two searches for one thing; one whose store is away has found nothing. Rejects when both are away, and for any other
 * failure.
 */
export async function bothAnswers<A, B>(
  first: Promise<readonly A[]>,
  second: Promise<readonly B[]>,
): Promise<[readonly A[], readonly B[]]> {
  const [one, other] = await Promise.allSettled([first, second]);
  const failures = [one, other].flatMap((result) =>
    result.status === 'rejected' ? [result.reason as unknown] : [],
  );
  if (failures.length === 2 || failures.some((failure) => !isAway(failure))) {
    throw failures.find((failure) => !isAway(failure)) ?? failures[0];
  }
  return [one.status === 'fulfilled' ? one.value : [], other.status === 'fulfilled' ? other.value : []];
}

function isAway(failure: unknown): boolean {
  if (!(failure instanceof AppError)) return false;
  // Vectors that another model made cannot be asked: until they are made anew, there are none.
  return failure.kind === 'unavailable' || failure.code === 'VECTOR_MODEL_MISMATCH';
}
