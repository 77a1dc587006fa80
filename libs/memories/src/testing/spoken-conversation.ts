import type { Conversation } from '#libs/contracts';

/** A finished conversation in which the owner says these sentences, on a day of 2026 counted from the first of March. */
export function spokenConversation(id: string, day: number, ...texts: string[]): Conversation {
  const startedAt = new Date(Date.UTC(2026, 2, day, 12));
  const segment = (text: string, index: number) => ({
    id: `${id}-s${index}`, text, speaker: 'SPEAKER_0', speaker_id: 0, is_user: true, person_id: null, start: index * 10, end: index * 10 + 8,
    translations: [], speech_profile_processed: true, stt_provider: null,
  }); // prettier-ignore
  return {
    id, created_at: startedAt, updated_at: startedAt, started_at: startedAt, finished_at: startedAt, source: 'omi', language: 'en',
    structured: { title: 'Talk', overview: '', emoji: '🧠', category: 'other', action_items: [], events: [] },
    transcript_segments: texts.map(segment), geolocation: null, photos: [], audio_files: [], apps_results: [], plugins_results: [],
    external_data: null, app_id: null, discarded: false, visibility: 'private', starred: false, status: 'completed', is_locked: false,
    folder_id: null, client_device_id: null, client_platform: null, timeout_seconds: 120, revision: 1, relevance_decision: null,
    failure_code: null,
  }; // prettier-ignore
}
