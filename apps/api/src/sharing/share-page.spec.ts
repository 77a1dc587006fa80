import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SharedConversation } from '#libs/contracts';
import { missingSharePage, SHARE_PAGE_HEADERS, sharedTasksPage, sharePage } from './share-page.js';

const EVIL = `<script>alert("1")</script><img src=x onerror='steal()'>&amp;`;
const shared = (text: string): SharedConversation => ({
  id: 'c',
  created_at: new Date(0),
  started_at: new Date(0),
  finished_at: new Date(0),
  source: 'omi',
  language: 'en',
  structured: {
    title: text,
    overview: text,
    emoji: text,
    category: 'other',
    action_items: [{ description: text, completed: true, due_at: null }],
    events: [],
  },
  transcript_segments: [
    {
      id: 's',
      text,
      speaker: text,
      speaker_id: 1,
      is_user: false,
      person_id: null,
      start: 3_723,
      end: 3_725,
      translations: [],
    },
  ],
  geolocation: null,
  photos: [],
  audio_files: [],
  people: [],
  visibility: 'shared',
  status: 'completed',
});

describe('the page of a shared conversation', () => {
  it('shows what was said as text, whatever it is', () => {
    const html = sharePage(shared(EVIL));
    expect(html).not.toMatch(/<script|<img|onerror='/);
    expect(html.match(/&lt;script&gt;alert\(&quot;1&quot;\)/g)).toHaveLength(6);
    expect(html).toContain('&amp;amp;');
  });

  it('says who speaks and when, and which tasks are done', () => {
    const html = sharePage(shared('Water the plants'));
    expect(html).toContain('<strong>Speaker 1</strong> <time>1:02:03</time><br>Water the plants');
    expect(html).toContain('<li class="done">Water the plants</li>');
  });

  it('shows tasks that somebody sent, as text too', () => {
    const due_at = new Date('2026-03-06T09:00:00Z');
    const tasks = [
      { description: EVIL, due_at: null },
      { description: 'Water the plants', due_at },
    ];
    const html = sharedTasksPage({ senderName: EVIL, tasks });
    expect(html).not.toMatch(/<script|<img|onerror='/);
    expect(html).toContain('<li>Water the plants (until 2026-03-06)</li>');
  });

  it('lets a browser use its own style sheet and nothing else', () => {
    const style = /<style>([\s\S]*)<\/style>/.exec(missingSharePage())![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(SHARE_PAGE_HEADERS['Content-Security-Policy']).toContain(`style-src 'sha256-${hash}'`);
    expect(SHARE_PAGE_HEADERS['Content-Security-Policy']).toContain("default-src 'none'");
  });
});
