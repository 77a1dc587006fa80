import type { Line } from './talk-lines.js';
import { BUSINESS_VOICE } from './speech-acts.js';

/** What people go to when they arrange a time about such things with somebody at work. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:dental|dentist|filling|tooth(?:ache)?|teeth|crown|gums?|root canal|wisdom tooth)\b/i,
    'Dentist appointment',
  ],
  [
    /\b(?:veterinary|vets?|animal (?:clinic|hospital|practice)|vaccinate (?:the|my) (?:dog|cat))\b/i,
    'Vet appointment',
  ],
  [/\b(?:optician|optometrist|eye test|new glasses|eyesight)\b/i, 'Optician appointment'],
  [/\b(?:physio|physiotherapy|physiotherapist|physical therapy)\b/i, 'Physiotherapy appointment'],
  [/\b(?:hair salon|hairdresser|barber|highlights|haircut)\b/i, 'Hairdresser appointment'],
  [/\b(?:mechanic|brakes?|oil change|gearbox|windshield|windscreen|exhaust)\b/i, 'Garage appointment'],
];
/** "We could see you on Monday": said by somebody at work. */
const SEES_PEOPLE = /\b(?:I|we) (?:can|could) (?:see|fit|squeeze|take) (?:you|him|her)\b/i;
/** "Harbour Clinic, Curtis here": a place of work answers the phone. */
const ANSWERS_PHONE = /, (?:this is )?\p{Lu}\p{L}+ (?:speaking|here)\b/u;
const DOCTOR = /\b(?:Doctor|Dr\.?|Professor|Nurse) \p{Lu}\p{L}+/u;

/** The kind of appointment that a call to somebody at work is about, with whom when a title gives it away, or null. */
export function appointmentKindIn(lines: readonly Line[]): string | null {
  const text = lines
    .filter(({ secret }) => !secret)
    .map((line) => line.text)
    .join(' ');
  const professional = DOCTOR.exec(lines.at(-1)?.text ?? '')?.[0];
  const kind = KINDS.find(([words]) => words.test(text))?.[1];
  if (professional) return `${kind ?? 'Appointment'} with ${professional}`;
  const atWork = [BUSINESS_VOICE, SEES_PEOPLE, ANSWERS_PHONE].some((sign) => sign.test(text));
  return kind && atWork ? kind : null;
}
