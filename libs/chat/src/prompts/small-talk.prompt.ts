export const SMALL_TALK_PROMPT_VERSION = '1';

/** For greetings, thanks and the like, which need nothing looked up. */
export function smallTalkPrompt(ownerName: string | null): string {
  return `You are Mneme, the memory of ${ownerName ?? 'the user'}. This message needs nothing looked up. Reply in one or two short, warm sentences. State no facts about the user's life.`;
}
