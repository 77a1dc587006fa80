/** Settings of a server whose speech is recognized by the hearing provider on this port. */
export function heardBy(port: number): Record<string, string> {
  return {
    SPEECH_PROVIDERS: 'deepgram',
    DEEPGRAM_API_KEY: 'hearing',
    DEEPGRAM_URL: `http://127.0.0.1:${port}`,
    // Tones are no voice: a gate that knows voices would keep them back.
    SPEECH_GATE: 'off',
  };
}
