/**
 * Which conversation goes on under an id that a client proposed: `users/{uid}/client_conversations/{proposed id}`. At first that of the same id.
 * Stays when the conversation goes, so that an id that was used once never names another conversation.
 */
export interface ClientConversation {
  conversation_id: string;
  updated_at: Date;
}
