import type { Message } from '#libs/contracts';

/** A message without its cards, which are made when it is read. */
export type StoredMessage = Omit<Message, 'memories'>;

/** A message in our shape, whoever wrote it: those of the reference have no citations of ours. Source of the defaults: specification, §3. */
export function messageShapeOf(stored: object, id: string): StoredMessage {
  const given = stored as Partial<StoredMessage>;
  return newMessage({
    text: '',
    sender: 'ai',
    ...given,
    id: given.id ?? id,
    created_at: given.created_at ?? new Date(0),
  });
}

/** A message with the defaults of the wire. */
export function newMessage(
  given: Pick<StoredMessage, 'id' | 'text' | 'created_at' | 'sender'> & Partial<StoredMessage>,
): StoredMessage {
  return {
    type: 'text',
    app_id: null,
    plugin_id: null,
    from_external_integration: false,
    memories_id: [],
    files_id: [],
    chat_session_id: null,
    reported: false,
    citations: [],
    answered_by: null,
    ...given,
  };
}
