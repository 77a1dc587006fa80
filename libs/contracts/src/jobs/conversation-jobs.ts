import { z } from 'zod';
import { defineJob } from './job-definition.js';
import { conversationKey, conversationRef, ownerRef, revisionKey, revisionRef } from './job-refs.js';

/** Ends a conversation whose silence lasted long enough; puts itself off while speech goes on. */
export const endSilentConversation = defineJob({
  name: 'conversation.end-silent',
  place: 'capture-node',
  schema: conversationRef,
  dedupeKey: conversationKey,
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
  dedupeKey: (p) => conversationKey(p),
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
  schema: ownerRef.extend({ recordingId: z.string().min(1) }),
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
  dedupeKey: conversationKey,
});

/** Has a language model describe a picture. Given up after some four minutes: then the picture has no description. */
export const describePhoto = defineJob({
  name: 'photo.describe',
  schema: conversationRef.extend({ photoId: z.string().min(1) }),
  attempts: 9,
  dedupeKey: (p) => `${p.ownerId}/${p.conversationId}/${p.photoId}`,
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
  dedupeKey: conversationKey,
});

/** Takes a merge of conversations as far as it can go now: made, processed, kept for a while, then confirmed or taken back. */
export const mergeConversations = defineJob({
  name: 'conversation.merge',
  place: 'capture-node',
  schema: ownerRef.extend({ mergeId: z.string().min(1) }),
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

/** Moves the conversations of a deleted folder to the one that its owner chose; null: into none. */
export const rehomeFolder = defineJob({
  name: 'folder.rehome',
  schema: ownerRef.extend({
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
  dedupeKey: conversationKey,
});
