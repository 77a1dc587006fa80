const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const BARE = new RegExp(`^${UUID}$`, 'i');
const NAMED = /^conversation:([\w-]{1,128})$/i;
const LINK = new RegExp(
  `^https?://[^\\s/]+/(?:[^\\s?#]*/)?(?:conversations|memories|c)/(${UUID})(?:[/?#]\\S*)?$`,
  'i',
);

/** The conversation that a text names and nothing else: its id, `conversation:<id>`, or the address of its page. Null for all other texts. */
export function directIdIn(text: string): string | null {
  const typed = text.trim();
  if (BARE.test(typed)) return typed.toLowerCase();
  return NAMED.exec(typed)?.[1] ?? LINK.exec(typed)?.[1]?.toLowerCase() ?? null;
}
