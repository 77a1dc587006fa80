import { createHash } from 'node:crypto';
import type { Response } from 'express';
import type { SharedConversation, SharedSegment } from '#libs/contracts';
import type { SharedTasks } from '#libs/conversations';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
body { max-width: 42rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.when, time, footer { color: GrayText; font-size: .875rem; }
.overview { white-space: pre-line; }
ol { list-style: none; padding: 0; }
ol li { margin: 0 0 .75rem; overflow-wrap: anywhere; }
.done { text-decoration: line-through; }
footer { margin-top: 3rem; border-top: 1px solid; padding-top: .5rem; }
`;

/** Nothing but the one style sheet: what was said cannot make a browser load or run anything. */
export const SHARE_PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
};

const FOOTER =
  '<footer>Shared from a private server. Whoever shared it can take it back at any time.</footer>';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** A shared conversation for people: HTML without scripts, in which everything that somebody said or typed is text. */
export function sharePage(shared: SharedConversation): string {
  const { title, overview, emoji, action_items: tasks } = shared.structured;
  const heading = `${escape(emoji)} ${escape(title || 'Conversation')}`;
  const started = shared.started_at.toISOString();
  const body = [
    `<h1>${heading}</h1>`,
    `<p class="when"><time datetime="${started}">${started.slice(0, 16).replace('T', ' ')} UTC</time></p>`,
    overview ? `<p class="overview">${escape(overview)}</p>` : '',
    list(
      'Tasks',
      tasks.map(({ description, completed }) => item(description, completed)),
    ),
    list('Transcript', shared.transcript_segments.map(line)),
    FOOTER,
  ];
  return page(title || 'Conversation', body.join('\n'));
}

/** Shared tasks for people. */
export function sharedTasksPage({ senderName, tasks }: SharedTasks): string {
  const heading = `Tasks from ${senderName}`;
  const items = tasks.map(({ description, due_at: due }) =>
    item(due ? `${description} (until ${due.toISOString().slice(0, 10)})` : description, false),
  );
  return page(heading, [`<h1>${escape(heading)}</h1>`, list('Tasks', items), FOOTER].join('\n'));
}

/** What there is to see where nothing is shared. */
export function missingSharePage(): string {
  return page(
    'Not shared',
    '<h1>Nothing is shared here</h1>\n<p>The address is wrong, or what was shared is private again.</p>',
  );
}

/** Null: nothing is shared there. */
export function sendSharePage(response: Response, html: string | null): void {
  response.status(html === null ? 404 : 200).set(SHARE_PAGE_HEADERS);
  response.send(html ?? missingSharePage());
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main dir="auto">
${body}
</main>
</body>
</html>
`;
}

function list(heading: string, items: readonly string[]): string {
  return items.length === 0 ? '' : `<h2>${heading}</h2>\n<ol>\n${items.join('\n')}\n</ol>`;
}

function item(text: string, isDone: boolean): string {
  return `<li${isDone ? ' class="done"' : ''}>${escape(text)}</li>`;
}

function line({ text, is_user, speaker_id, start }: SharedSegment): string {
  const speaker = is_user ? 'Owner' : `Speaker ${speaker_id}`;
  return `<li><strong>${speaker}</strong> <time>${clock(start)}</time><br>${escape(text)}</li>`;
}

/** Seconds as `1:02:03` or `2:03`. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
