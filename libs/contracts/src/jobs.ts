import { z } from 'zod';

/**
 * Which processes can run a job. `capture-node`: those with the data folder that a recording's capture log lies in, where its live
 * session is; `anywhere`: all that reach the shared stores.
 */
export type JobPlace = 'anywhere' | 'capture-node';

/** Everything about *what* a job is. Who does it: the handler in the domain lib. How it travels: the queue lib. */
export interface JobDefinition<Payload = unknown> {
  /** `noun.verb`, stable: a change of payload that old rows do not fit is a new name. */
  readonly name: string;
  /** Ids and small scalars only; never what was said. Checked when it is put in and when it is taken out. */
  readonly schema: z.ZodType<Payload>;
  /** How often it is tried before it becomes a dead letter. The default lasts for over an hour, so that an outage of a service needs nobody. */
  readonly attempts: number;
  /** One attempt's limit; the handler's signal aborts then. */
  readonly timeoutMs: number;
  /** First wait after a failed attempt; doubles each time, with jitter, up to ten minutes. */
  readonly backoffMs: number;
  /** How many of this name one process runs at once. */
  readonly concurrency: number;
  /**
   * What it means to put the job in while one with its key runs. False: the running one is enough. True: that one may have read what has
   * changed since, so the job runs once more when it ends.
   */
  readonly rerun: boolean;
  readonly place: JobPlace;
  /**
   * Waits by itself for hours or days, and can be armed again from what is stored: so nobody has to wait for it, and a move to other stores
   * leaves it behind. Whoever defines one registers with `OwnerTimers`.
   */
  readonly timer?: true;
  /** While a job with the same key waits or runs, putting in another gives the one that is there. */
  dedupeKey(payload: Payload): string;
}

type Defaults = 'attempts' | 'timeoutMs' | 'backoffMs' | 'concurrency' | 'rerun' | 'place';

export function defineJob<Payload>(
  definition: Omit<JobDefinition<Payload>, Defaults> & Partial<Pick<JobDefinition<Payload>, Defaults>>,
): JobDefinition<Payload> {
  return Object.freeze({
    attempts: 15,
    timeoutMs: 120_000,
    backoffMs: 1_000,
    concurrency: 2,
    rerun: false,
    place: 'anywhere',
    ...definition,
  });
}

export type JobPayload<D> = D extends JobDefinition<infer Payload> ? Payload : never;

const conversationRef = z.object({ ownerId: z.string().min(1), conversationId: z.string().min(1) });
const revisionRef = conversationRef.extend({ revision: z.number().int().min(0) });
const revisionKey = (p: z.infer<typeof revisionRef>) => `${p.ownerId}/${p.conversationId}/${p.revision}`;

/** Ends a conversation whose silence lasted long enough; puts itself off while speech goes on. */
export const endSilentConversation = defineJob({
  name: 'conversation.end-silent',
  place: 'capture-node',
  schema: conversationRef,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}`,
});

/** Runs the stages relevance, structure and persist, then puts in the effects below. */
export const processConversation = defineJob({
  name: 'conversation.process',
  schema: revisionRef,
  timeoutMs: 25 * 60_000,
  dedupeKey: revisionKey,
});

/** Brings keyword and vector search in line with a conversation as it is when the job runs. */
export const indexConversation = defineJob({
  name: 'conversation.index',
  schema: revisionRef,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}`,
});

/** Turns the capture log of a finished conversation into a stored recording, then lets the log go. */
export const storeConversationAudio = defineJob({
  name: 'conversation.store-audio',
  place: 'capture-node',
  schema: revisionRef,
  timeoutMs: 10 * 60_000,
  dedupeKey: revisionKey,
});

/**
 * Finds the words of a recording that reached the server as a file, and puts them into conversations. Tried for two days: nobody else has
 * the recording any more. `recordingId`: the digest of its bytes.
 */
export const importRecording = defineJob({
  name: 'recording.import',
  schema: z.object({ ownerId: z.string().min(1), recordingId: z.string().min(1) }),
  attempts: 300,
  timeoutMs: 60 * 60_000,
  concurrency: 1,
  dedupeKey: (p) => `${p.ownerId}/${p.recordingId}`,
});

/** Translates what of a conversation was said in other languages than the owner's and is not translated yet. */
export const translateConversation = defineJob({
  name: 'conversation.translate',
  schema: conversationRef,
  timeoutMs: 10 * 60_000,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}`,
});

/** Has a language model describe a picture. Given up after some four minutes: then the picture has no description. */
export const describePhoto = defineJob({
  name: 'photo.describe',
  schema: conversationRef.extend({ photoId: z.string().min(1) }),
  attempts: 9,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}/${p.photoId}`,
});

/** Copies the tasks of a finished conversation into the task collection. */
export const saveActionItems = defineJob({
  name: 'conversation.save-action-items',
  schema: revisionRef,
  dedupeKey: revisionKey,
});

const taskRef = z.object({ ownerId: z.string().min(1), actionItemId: z.string().min(1) });
const taskKey = (p: z.infer<typeof taskRef>) => `${p.ownerId}/${p.actionItemId}`;

/** Brings in line with a task, or with its deletion, what follows from it: its place in search, its reminder, its copy in a task service. */
export const settleActionItem = defineJob({
  name: 'action-item.settle',
  schema: taskRef,
  rerun: true,
  dedupeKey: taskKey,
});

/** The timer of a task that is open and due: puts itself off until then, and reminds once. */
export const remindOfActionItem = defineJob({
  name: 'action-item.remind',
  timer: true,
  schema: taskRef,
  rerun: true,
  dedupeKey: taskKey,
});

/** Writes one task, or its deletion, to the owner's task service. Tried for two days, for that is somebody else's server. */
export const exportActionItem = defineJob({
  name: 'action-item.export',
  schema: taskRef,
  attempts: 300,
  rerun: true,
  dedupeKey: taskKey,
});

/** Reads from the owner's task service what was completed there, and puts itself off. Once per owner who has one. */
export const pullTaskService = defineJob({
  name: 'task-service.pull',
  timer: true,
  schema: z.object({ ownerId: z.string().min(1) }),
  dedupeKey: (p) => p.ownerId,
});

/** Hands a stored notification to every way there is to the owner's clients. */
export const deliverNotification = defineJob({
  name: 'notification.deliver',
  schema: z.object({ ownerId: z.string().min(1), notificationId: z.string().min(1) }),
  dedupeKey: (p) => `${p.ownerId}/${p.notificationId}`,
});

/** Reads progress towards the owner's goals out of a finished conversation. */
export const trackGoals = defineJob({
  name: 'goal.track',
  schema: revisionRef,
  dedupeKey: revisionKey,
});

/** Starts the owner's summary timer when it does not run: there is something to sum up. */
export const armDailySummary = defineJob({
  name: 'daily-summary.arm',
  schema: revisionRef,
  dedupeKey: revisionKey,
});

/** The timer of an owner's daily summary: sums up the days that are due, and puts itself off until the next. */
export const summarizeDays = defineJob({
  name: 'daily-summary.tick',
  timer: true,
  schema: z.object({ ownerId: z.string().min(1) }),
  timeoutMs: 10 * 60_000,
  rerun: true,
  dedupeKey: (p) => p.ownerId,
});

/** Sums up a day again from what is left of it. `date`: `YYYY-MM-DD` on the owner's calendar. */
export const remakeDailySummary = defineJob({
  name: 'daily-summary.remake',
  schema: z.object({ ownerId: z.string().min(1), date: z.iso.date() }),
  timeoutMs: 10 * 60_000,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.date}`,
});

/** Extracts lasting facts from a finished conversation. */
export const extractMemories = defineJob({
  name: 'memory.extract',
  schema: revisionRef,
  timeoutMs: 10 * 60_000,
  rerun: true, // words may be corrected while it runs
  dedupeKey: revisionKey,
});

/** Brings one memory's place in search in line with its document: written, changed, hidden or gone. */
export const indexMemory = defineJob({
  name: 'memory.index',
  schema: z.object({ ownerId: z.string().min(1), memoryId: z.string().min(1) }),
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.memoryId}`,
});

/**
 * Compares an owner's newly heard memories with everything else that is known, and makes them lasting. `trigger`: enough of them have come
 * together, or the oldest has waited for a day; a job of each kind may wait at once.
 */
export const consolidateMemories = defineJob({
  name: 'memory.consolidate',
  timer: true,
  schema: z.object({ ownerId: z.string().min(1), trigger: z.enum(['batch', 'age']) }),
  timeoutMs: 10 * 60_000,
  concurrency: 1,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.trigger}`,
});

/** Makes the knowledge graph of an owner anew from the memories; what there is stays readable meanwhile. */
export const rebuildKnowledgeGraph = defineJob({
  name: 'knowledge.rebuild',
  schema: z.object({ ownerId: z.string().min(1) }),
  timeoutMs: 30 * 60_000,
  concurrency: 1,
  rerun: true,
  dedupeKey: (p) => p.ownerId,
});

/** Reads an imported log for facts, extract by extract. */
export const importMemories = defineJob({
  name: 'memory.import',
  schema: z.object({ ownerId: z.string().min(1), importId: z.string().min(1) }),
  timeoutMs: 30 * 60_000,
  concurrency: 1,
  dedupeKey: (p) => `${p.ownerId}/${p.importId}`,
});

/**
 * Brings what is known of voices in line with what people said of them in a conversation: learns, forgets, and looks again where somebody was
 * recognized by what is forgotten. On the machine where the sound lies that may be learned from.
 */
export const settleVoices = defineJob({
  name: 'speaker.settle',
  place: 'capture-node',
  schema: conversationRef,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}`,
});

/** Takes a merge of conversations as far as it can go now: made, processed, kept for a while, then confirmed or taken back. */
export const mergeConversations = defineJob({
  name: 'conversation.merge',
  place: 'capture-node',
  schema: z.object({ ownerId: z.string().min(1), mergeId: z.string().min(1) }),
  attempts: 5,
  timeoutMs: 25 * 60_000,
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.mergeId}`,
});

/** Clears away what splitting a conversation left of sound: where it lay before, or what was copied for a split that never came. */
export const settleSplit = defineJob({
  name: 'conversation.settle-split',
  schema: conversationRef.extend({ splitId: z.string().min(1) }),
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}/${p.splitId}`,
});

/** Has memories rest on the conversation that their words lie in now, after segments went there from another one. */
export const followSegments = defineJob({
  name: 'memory.follow-segments',
  schema: conversationRef.extend({ fromConversationId: z.string().min(1) }),
  rerun: true,
  dedupeKey: (p) => `${p.ownerId}/${p.fromConversationId}/${p.conversationId}`,
});

/** Moves the conversations of a deleted folder to the one that its owner chose; null: into none. */
export const rehomeFolder = defineJob({
  name: 'folder.rehome',
  schema: z.object({
    ownerId: z.string().min(1),
    folderId: z.string().min(1),
    targetFolderId: z.string().min(1).nullable(),
  }),
  timeoutMs: 10 * 60_000,
  dedupeKey: (p) => `${p.ownerId}/${p.folderId}`,
});

/** Removes what deleted conversations left in search, blobs and derived collections. */
export const purgeConversation = defineJob({
  name: 'conversation.purge',
  place: 'capture-node',
  attempts: 100, // until each machine that holds sound of it has had its turn
  schema: conversationRef,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}`,
});

/**
 * Removes everything of a closed account. Tried until it succeeds, because a promise was given. The account is not called `ownerId`: all
 * jobs of an owner are forgotten when the account is closed, this one is not.
 */
export const purgeAccount = defineJob({
  name: 'account.purge',
  schema: z.object({ accountId: z.string().min(1) }),
  attempts: 1_000,
  timeoutMs: 30 * 60_000,
  dedupeKey: (p) => p.accountId,
});

/**
 * Moves what is left of an owner's data to the level of protection that the owner chose, and looks again once no process can remember
 * the old level any more. `chosenAtMs`: epoch milliseconds.
 */
export const protectOwner = defineJob({
  name: 'account.protect',
  schema: z.object({
    ownerId: z.string().min(1),
    level: z.enum(['standard', 'enhanced']),
    chosenAtMs: z.number().int(),
  }),
  attempts: 100,
  timeoutMs: 60 * 60_000,
  concurrency: 1,
  dedupeKey: (p) => `${p.ownerId}/${p.level}`,
});
