import type { Provider } from '@nestjs/common';
import { ConversationSound } from './conversation-sound.js';
import { IntroductionListener } from './introduction-listener.js';
import { LabelledTranscripts } from './labelled-transcripts.js';
import { SettleVoicesJob } from './settle-voices.job.js';
import { SpeakerCorrections } from './speaker-corrections.js';
import { SpeakerLabels } from './speaker-labels.js';
import { VoiceEar } from './voice-ear.js';
import { VoiceLessons } from './voice-lessons.js';
import { VoiceListener } from './voice-listener.js';
import { VoiceParticipants } from './voice-participants.js';
import { VoicePrints } from './voice-prints.js';
import { VoiceProfiles } from './voice-profiles.js';
import { VoiceRecognition } from './voice-recognition.js';

/** Who speaks: as people say it, and as it sounds. */
export const speakerProviders: Provider[] = [
  LabelledTranscripts,
  SpeakerCorrections,
  SpeakerLabels,
  VoicePrints,
  VoiceProfiles,
  VoiceRecognition,
  VoiceEar,
  VoiceListener,
  ConversationSound,
  VoiceLessons,
  SettleVoicesJob,
  VoiceParticipants,
  IntroductionListener,
];

/** What others may ask of it. */
export const speakerExports = [SpeakerLabels, SpeakerCorrections, VoiceProfiles];
