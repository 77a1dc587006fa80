import { type TranscriptInput } from '#libs/contracts';
import { type Summary } from '../summary.task.js';
export function summarize(input: TranscriptInput): Summary { return { title: 'Conversation', overview: input.turns[0]?.text ?? '', emoji: '🧠', category: 'other' }; }
