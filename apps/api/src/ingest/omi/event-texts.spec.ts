import { describe, expect, it } from 'vitest';
import type { ServiceStatusEvent, TranscriptSegment } from '#libs/contracts';
import { EventTexts } from './event-texts.js';

const segment = (id: string, text: string) => ({ id, text, start: 0, end: 1 }) as TranscriptSegment;
const status = (texts: EventTexts, event: ServiceStatusEvent) =>
  texts.of('service_status', event).map((text) => JSON.parse(text) as Record<string, unknown>);

describe('events as text of the reference', () => {
  it('tells `ready` once, and again after speech had failed', () => {
    const texts = new EventTexts('v4');
    const ready = { status: 'ready', provider: 'local' } as const;
    expect(status(texts, ready)).toEqual([{ type: 'service_status', ...ready }]);
    expect(status(texts, ready)).toEqual([]);
    status(texts, { status: 'stt_failed', reason: 'SPEECH_BUSY' });
    expect(status(texts, ready)).toHaveLength(1);
  });

  it('keeps segments back until it has told `ready`, the newest of each', () => {
    const texts = new EventTexts('v4');
    expect(texts.of('segments', [segment('a', 'One')])).toEqual([]);
    expect(texts.of('segments', [segment('b', 'Two'), segment('a', 'One more')])).toEqual([]);
    const [ready, segments, ...more] = texts.of('service_status', { status: 'ready' });
    expect(JSON.parse(ready!)).toMatchObject({ status: 'ready' });
    expect(JSON.parse(segments!)).toEqual([segment('a', 'One more'), segment('b', 'Two')]);
    expect(more).toEqual([]);
  });

  it.each([
    ['SPEECH_UNAVAILABLE', true, 'upstream_error', 'provider_unavailable'],
    ['SPEECH_STARTING', true, 'timeout', 'initialization_failed'],
    ['SPEECH_MODEL_MISSING', false, 'config_error', 'initialization_failed'],
  ])(
    'says what became of speech in the reference’s words, not in codes: %s',
    (reason, retryable, outcome, told) => {
      const texts = new EventTexts('v4');
      const [event] = status(texts, { status: 'stt_failed', outcome, retryable, reason });
      expect(event).toMatchObject({ status: 'stt_failed', retryable, outcome, reason: told });
      expect(event).toHaveProperty('status_text');
      expect('retry_after' in event!).toBe(retryable);
      expect(texts.hasFailedForGood).toBe(!retryable);
    },
  );

  it('lets a status that describes itself stand', () => {
    const told = {
      status: 'stt_failed',
      provider: 'deepgram',
      outcome: 'timeout',
      retryable: true,
      reason: 'reconnect_budget',
      retry_after: 40,
    } as const;
    expect(status(new EventTexts('v4'), told)[0]).toMatchObject(told);
  });

  it('is silent about what this wire does not know', () => {
    const texts = new EventTexts('v4');
    expect(texts.of('session.ready', { session_id: 's', durable: 0, conversation_id: 'c' })).toEqual([]);
    expect(texts.of('partial', { text: 'x', start: 0, end: 1 })).toEqual([]);
    expect(texts.of('session.error', { code: 'X', message: '', fatal: true })).toEqual([]);
  });
});
