import { describe, expect, it } from 'vitest';
import type { TranscriptTurn } from '#libs/contracts';
import type { AppSummaryInput } from '../app-summary.task.js';
import { writeAppSummary } from './app-summary.rules.js';

/** Each line is `Name: words`; `You` is the owner. */
function turnsOf(script: string): TranscriptTurn[] {
  return script
    .trim()
    .split('\n')
    .map((line, at) => {
      const [, speaker = '', text = ''] = /^\s*([^:]+): (.*)$/.exec(line) ?? [];
      return {
        segmentIds: [`s${at}`],
        speaker,
        isUser: speaker === 'You',
        text,
        start: at * 5,
        end: at * 5 + 4,
      };
    });
}

const SCRIPT = `
  Dana: The roof of the barn leaks, and the roofer wants six thousand for a new roof.
  You: The barn roof has leaked since the storm, and the hay gets wet below the leak.
  Speaker 2: Could we patch the barn roof ourselves before the winter storm comes?
  Dana: I don't know, I have to ask the roofer about the beams.
  You: So we agreed that the barn comes first and the new fence comes later.
  Dana: I'll send you the offer of the roofer tomorrow.
  You: Maybe we decided that too early, who knows.
  Dana: We have two dogs and a parrot.
  You: Fine.
  Dana: Good.
`;
const FOUND = {
  overview: 'You and Dana talked about the barn.',
  tasks: [
    { description: 'Measure the roof', dueMs: Date.parse('2026-03-07T05:59:00Z') },
    { description: 'Call the bank', dueMs: null },
  ],
  events: [
    { title: 'Roofer', description: 'At the barn', startMs: Date.parse('2026-03-10T15:30:00Z') },
    { title: 'Fair', description: '', startMs: Date.parse('2026-03-14T05:00:00Z') },
  ],
};

function written(id: string, more: Partial<AppSummaryInput> = {}): string {
  const turns = turnsOf(SCRIPT);
  const transcript = { turns, startedAtMs: Date.parse('2026-03-05T16:00:00Z'), timeZone: 'America/Chicago' };
  return writeAppSummary({
    app: { id, name: id, description: '' },
    prompt: '',
    transcript: { ...transcript, language: 'en', ownerName: 'Sam' },
    found: FOUND,
    quotable: turns,
    isAsked: true,
    ...more,
  }).content;
}

describe('the summary of an app, written by rules', () => {
  it('tells tasks and appointments with their days, and what others promised', () => {
    expect(written('action_item_extractor')).toBe(
      [
        '## Yours\n\n- Measure the roof (due Friday, March 6, 2026)\n- Call the bank',
        "## Promised by others\n\n- Dana: “I'll send you the offer of the roofer tomorrow.”",
        '## Appointments\n\n- Roofer: Tuesday, March 10, 2026 at 10:30 AM. At the barn\n- Fair: Saturday, March 14, 2026',
      ].join('\n\n'),
    );
  });

  it('quotes decisions that were made, not those that were doubted', () => {
    const text = written('insight_analyzer');
    expect(text).toContain(
      '## Decisions\n\n- You: “So we agreed that the barn comes first and the new fence comes later.”\n\n',
    );
    expect(text).not.toContain('Maybe');
  });

  it('quotes a question after which nobody knew, and nobody whose name is not known', () => {
    expect(written('insight_analyzer')).toContain(
      '## Open questions\n\n- “Could we patch the barn roof ourselves before the winter storm comes?”',
    );
  });

  it('takes its points from what the talk keeps coming back to', () => {
    const text = written('summary_assistant');
    expect(text.startsWith(FOUND.overview)).toBe(true);
    expect(text).toMatch(/## Key points\n\n- .*barn/);
    expect(text).not.toContain('parrot');
  });

  it('says who was heard, in minutes', () => {
    const [first] = written('meeting_minutes').split('\n');
    expect(first).toBe('Thursday, March 5, 2026. Heard: Dana, You, one other voice.');
  });

  it('writes unasked only what its owner does not see anyway', () => {
    const quiet = { quotable: turnsOf('You: I call the bank.'), isAsked: false };
    expect(written('meeting_minutes', quiet)).toBe('');
    expect(written('meeting_minutes', { ...quiet, isAsked: true })).toContain('## To do');
    expect(written('meeting_minutes', { isAsked: false })).toContain('## Decided');
  });

  it('writes nothing for a prompt, and nothing in a language that it cannot read', () => {
    expect(written('0b9f5d4e-4b0c-4c8f-9d39-0f0b6c1a2d3e')).toBe('');
    expect(written('constructor')).toBe('');
    expect(written('meeting_minutes', { quotable: null })).toBe('');
  });

  it('quotes nothing of a report on parts, which nobody said', () => {
    expect(written('meeting_minutes', { quotable: [], isReport: true })).not.toContain('“');
  });
});
