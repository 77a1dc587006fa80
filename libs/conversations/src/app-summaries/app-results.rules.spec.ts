import { describe, expect, it } from 'vitest';
import { appSummaryFields } from './app-results.rules.js';

const TEXT = { appId: 'minutes', content: 'We met.', failure: null };

describe('what a conversation keeps of an app', () => {
  it('is nothing where apps had no turn', () => {
    expect(appSummaryFields({}, {})).toEqual({});
  });

  it('is its text, in the names of old and new clients', () => {
    expect(appSummaryFields({}, { suggestedApps: ['minutes'], appSummary: TEXT })).toEqual({
      suggested_summarization_apps: ['minutes'],
      apps_results: [{ app_id: 'minutes', content: 'We met.' }],
      plugins_results: [{ plugin_id: 'minutes', content: 'We met.' }],
      app_summary_failure: null,
    });
  });

  it('is no text of an earlier app where none was to write', () => {
    expect(appSummaryFields({}, { suggestedApps: [], appSummary: null })).toMatchObject({
      apps_results: [],
      plugins_results: [],
    });
  });

  it('is the earlier text, and why, when it failed', () => {
    const failed = { appId: 'haiku', content: null, failure: 'APP_NEEDS_MODEL' };
    const fields = appSummaryFields({}, { suggestedApps: [], appSummary: failed });
    expect(fields).toEqual({
      suggested_summarization_apps: [],
      app_summary_failure: { app_id: 'haiku', code: 'APP_NEEDS_MODEL' },
    });
  });

  it('is what the owner wrote, though it was written while the app did', () => {
    const fields = appSummaryFields(
      { user_edits: { app_result: true } },
      { suggestedApps: [], appSummary: TEXT },
    );
    expect(fields).toEqual({ suggested_summarization_apps: [] });
  });
});
