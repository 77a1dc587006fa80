import { z } from 'zod';

export const conversationRef = z.object({ ownerId: z.string().min(1), conversationId: z.string().min(1) });
export const conversationKey = (p: z.infer<typeof conversationRef>) => `${p.ownerId}/${p.conversationId}`;

export const revisionRef = conversationRef.extend({ revision: z.number().int().min(0) });
export const revisionKey = (p: z.infer<typeof revisionRef>) => `${conversationKey(p)}/${p.revision}`;

export const ownerRef = z.object({ ownerId: z.string().min(1) });
export const ownerKey = (p: z.infer<typeof ownerRef>) => p.ownerId;
