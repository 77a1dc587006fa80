import type { Citation, Conversation, Memory, ResponseMessage } from '#libs/contracts';
import { clockTime, type Screen } from './screen.js';

const dateTime = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short' });
const day = new Intl.DateTimeFormat('en', { dateStyle: 'full' });

/** A finished conversation, as a person wants to see it. */
export function showConversation(screen: Screen, conversation: Conversation): void {
  if (conversation.discarded) {
    screen.line(
      `  Set aside as trivial (${conversation.relevance_decision?.reason ?? 'no reason given'}); its transcript and audio are kept.`,
    );
    return;
  }
  const { title, overview, emoji, category, action_items, events } = conversation.structured;
  screen.line(`  ${emoji} ${title}   [${category}]`);
  screen.line(`  ${overview}`);
  list(
    screen,
    'Action items',
    action_items.map(
      (item) => item.description + (item.due_at ? `  (due ${day.format(new Date(item.due_at))})` : ''),
    ),
  );
  list(
    screen,
    'Events',
    events.map(
      (event) => `${event.title}  (${dateTime.format(new Date(event.start))}, ${event.duration} min)`,
    ),
  );
}

function list(screen: Screen, heading: string, lines: readonly string[]): void {
  screen.dim(`  ${heading}: ${lines.length === 0 ? 'none' : ''}`);
  for (const line of lines) screen.line(`    • ${line}`);
}

/** Facts and the words that each rests on. */
export function showMemories(screen: Screen, memories: readonly Memory[]): void {
  if (memories.length === 0) screen.line('  None: nothing lasting about the owner was said.');
  for (const memory of memories) {
    screen.line(`  • ${memory.content}   [${memory.topic}]`);
    for (const { quote, start } of memory.evidence)
      screen.dim(`      “${quote}”${start === null ? '' : ` at ${clockTime(start)}`}`);
  }
}

export function showCitations(screen: Screen, message: ResponseMessage): void {
  for (const citation of message.citations) screen.dim(`  [${citation.number}] ${describe(citation)}`);
  if (message.answered_by === 'extractive')
    screen.dim('  (Put together from what was found: no language model is configured.)');
}

function describe({ kind, title, quote, start }: Citation): string {
  const place = start === null ? '' : ` at ${clockTime(start)}`;
  return `${kind === 'memory' ? 'Memory' : title}${place}: “${quote}”`;
}
