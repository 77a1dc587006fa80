import type { MemoryTopic } from '#libs/contracts';
/** Whom a clause is about, and what it says of them. */
export interface Subject {
  /** `user`, or the name of (else the relation to) the person. */
  readonly key: string;
  /** As the statement names them: "Sam", "Sam's daughter Rosie". */
  readonly label: string;
  /** `owner`, a relative or friend with a stated relation, the speaker (a known person who is not the owner), another person by name only, something that somebody has ("Sam's birthday"), what does something to the owner, or the owner told of by somebody else. */
  readonly kind: 'owner' | 'related' | 'speaker' | 'named' | 'thing' | 'effect' | 'told';
  /** Whether the verb after it stands in the form of "I" or "they", and must be put into that of "she". */
  readonly plainVerb: boolean;
  /** Whether the statement has a plural subject ("Sam's parents"). */
  readonly plural: boolean;
  /** What follows the subject. */
  readonly predicate: string;
  /** Words before the subject ("Since last weekend", "Every Sunday"). */
  readonly lead: string;
}

/** Where somebody lives or works is the owner's own affair for the owner, and for others part of the relationship. */
export function topicFor(subject: Subject, topic: MemoryTopic): MemoryTopic {
  const isOther = subject.key !== 'user' && subject.kind !== 'speaker';
  return isOther && (topic === 'personal' || topic === 'work') ? 'relationships' : topic;
}
