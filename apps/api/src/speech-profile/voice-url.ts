import type { VoiceSample } from '#libs/conversations';

/** Where a recording of a voice is fetched: an address for anybody, or a path on this server that wants the token. */
export function voiceUrl({ print, signedUrl }: VoiceSample): string {
  return signedUrl ?? `/v3/speech-profile/samples/${encodeURIComponent(print.id)}`;
}
