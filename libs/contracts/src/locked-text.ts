/** Characters that lists show of a locked task or memory. Source: specification of the routes, §1.7. */
const SHOWN = 70;

/** As lists show a text that another server locked behind a plan: its beginning. */
export function lockedText(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}...` : text;
}
