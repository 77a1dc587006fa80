import { fileURLToPath } from 'node:url';
import { recordedPackets } from '../device/recorded-packets.js';

/** Something to play, and what to ask afterwards. */
export interface Recording {
  readonly title: string;
  readonly path: string;
  readonly question: string | null;
}

const asset = (name: string) =>
  fileURLToPath(new URL(`../../../../../apps/cli/assets/${name}`, import.meta.url));

/** A person reading, to show recognition of real speech; then an everyday talk, to show what is made of one. assets/README.md says where they come from. */
export const OWN_RECORDINGS: readonly Recording[] = [
  {
    title: 'A person reads from “Sense and Sensibility” (LibriVox)',
    path: asset('book.flac'),
    question: null,
  },
  {
    title: 'A phone call about a birthday (scripted, synthetic voices)',
    path: asset('talk.flac'),
    question: 'What is Oliver allergic to?',
  },
];

export function recordingOf(path: string): Recording {
  return { title: path, path, question: 'What was this conversation about?' };
}

/** A recording as a device sends it. */
export interface Take {
  readonly title: string;
  readonly packets: readonly Uint8Array[];
  readonly question: string | null;
}

/** Errors as `recordedPackets`: a file that cannot be played is told before anything is started. */
export async function takeOf({ title, path, question }: Recording): Promise<Take> {
  return { title, question, packets: await recordedPackets(path) };
}
