import type { Message } from '#libs/contracts';

/** A message without its cards, which are made when it is read. */
export type StoredMessage = Omit<Message, 'memories'>;

/** A message in our shape, whoever wrote it: those of the reference have no citations of ours. Source of the defaults: specification, §3. */
export function messageShapeOf(stored: object, id: string): StoredMessage {
  const given = stored as Partial<StoredMessage>;
  return {
    text: '',
    sender: 'ai',
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
    id: given.id ?? id,
    created_at: given.created_at ?? new Date(0),
  };
}
