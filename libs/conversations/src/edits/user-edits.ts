/**
 * What the owner wrote or decided about a conversation, a field of its row: processing leaves it as it is, however often it comes. Who speaks
 * is kept in `speaker_labels`.
 */
export interface UserEdits {
  title?: true;
  overview?: true;
  emoji?: true;
  category?: true;
  /** The summary that an app wrote is the owner's now. */
  app_result?: true;
  /** The owner has said of one which are in a calendar. */
  events?: true;
  /** The owner has chosen the folder, or that there is none. */
  folder?: true;
  /** Segments whose words the owner corrected. */
  segment_ids?: string[];
}
