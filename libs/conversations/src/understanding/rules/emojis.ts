import { type Category } from '#libs/contracts';
import { stemOf, tokenize } from '#libs/ai';

/** Subject to emoji. The first word that the title or a topic holds decides. */
const BY_WORD: readonly (readonly [string, string])[] = [
  ['🎂', 'birthday cake'], ['💍', 'wedding engagement'], ['💐', 'anniversary'], ['🐝', 'bee bees honey hive'], ['🎵', 'concert band orchestra choir music song rehearsal'],
  ['🎹', 'piano'], ['🎸', 'guitar'], ['🎺', 'trombone trumpet'], ['🎻', 'violin cello'], ['🦷', 'dentist tooth'], ['🩺', 'doctor headache blood checkup symptom clinic'],
  ['💊', 'medicine medication prescription pharmacy pill'], ['🏥', 'hospital surgery'], ['💉', 'vaccine vaccination'], ['🏋️', 'gym workout'], ['🏃', 'marathon running race'],
  ['🏊', 'swimming swim pool'], ['⚽', 'football soccer'], ['🎾', 'tennis'], ['🚴', 'bicycle cycling bike'], ['🧘', 'yoga meditation'], ['⛷️', 'ski skiing'],
  ['🚗', 'car garage brake mechanic vehicle'], ['✈️', 'flight airport plane airline'], ['🚆', 'train station'], ['🏕️', 'cabin camping campsite tent'], ['🏨', 'hotel hostel'],
  ['🏖️', 'beach vacation holiday'], ['🧳', 'trip travel suitcase luggage'], ['🛂', 'passport visa'], ['🏠', 'move moving apartment house home mortgage'], ['📦', 'stocktake inventory warehouse stock packaging parcel delivery'],
  ['🪑', 'furniture catalogue catalog bench table'], ['💰', 'budget money salary savings'], ['🧾', 'tax taxes invoice receipt'], ['🏦', 'bank loan'], ['🛡️', 'insurance'],
  ['🍽️', 'dinner restaurant lunch'], ['🍳', 'recipe cook cooking breakfast'], ['🍕', 'pizza'], ['☕', 'coffee'], ['🛒', 'groceries grocery shopping'], ['🎓', 'university graduation exam degree'],
  ['🏫', 'school teacher homework class'], ['🗣️', 'spanish french german language interview'], ['📚', 'book novel library reading'], ['🎬', 'movie film cinema'], ['🎭', 'theater theatre play'],
  ['🖼️', 'museum exhibition painting'], ['🎨', 'paint design art logo'], ['🌱', 'garden plant plants seeds'], ['🐶', 'dog puppy'], ['🐱', 'cat kitten'], ['🐔', 'chicken chickens'], ['🐎', 'horse riding'],
  ['🔧', 'repair plumber leak drill tool'], ['💡', 'electrician lamp light'], ['🧹', 'cleaning laundry'], ['🔑', 'key keys lock'], ['💻', 'computer laptop software'], ['📱', 'phone app'],
  ['🖨️', 'printer'], ['🌐', 'website internet'], ['🔬', 'experiment laboratory research'], ['🔭', 'planet star galaxy telescope universe'], ['🌋', 'volcano'], ['🐋', 'whale ocean'], ['🐦', 'bird birds'],
  ['🌍', 'climate environment'], ['♻️', 'recycling waste'], ['⛈️', 'storm rain weather'], ['❄️', 'snow winter'], ['⚖️', 'lawyer court contract'], ['🗳️', 'election vote'], ['🏛️', 'roman empire history'],
  ['👶', 'baby twins pregnant'], ['💼', 'job interview career'], ['📊', 'forecast report presentation'], ['📅', 'meeting schedule appointment review'], ['🎉', 'party celebration'], ['🎄', 'christmas'], ['🚀', 'launch startup'],
  ['🚚', 'truck driver'], ['🔒', 'security safety'], ['📝', 'note notes reminder list form'], ['🥳', 'reunion'], ['🧩', 'puzzle game'],
]; // prettier-ignore

const BY_CATEGORY: Readonly<Record<Category, string>> = {
  personal: '📝', education: '🎓', health: '🩺', finance: '💰', legal: '⚖️', philosophy: '🤔', spiritual: '🙏', science: '🔬', entrepreneurship: '🚀',
  parenting: '🧒', romantic: '❤️', travel: '🧳', inspiration: '✨', technology: '💻', business: '📈', social: '🥂', work: '💼', sports: '🏅', politics: '🗳️',
  literature: '📚', history: '🏛️', architecture: '🏗️', music: '🎵', weather: '⛅', news: '📰', entertainment: '🎬', psychology: '🧠', real: '🏘️', design: '🎨',
  family: '👪', economics: '📉', environment: '🌍', other: '💬',
}; // prettier-ignore

const EMOJI_OF = new Map(
  BY_WORD.flatMap(([emoji, words]) => words.split(' ').map((word) => [stemOf(word), emoji] as const)),
);

/** An emoji for the very subject; the texts are looked through in order. */
export function emojiFor(texts: readonly string[], category: Category): string {
  for (const text of texts) {
    for (const { word } of tokenize(text)) {
      const emoji = EMOJI_OF.get(stemOf(word));
      if (emoji) return emoji;
    }
  }
  return BY_CATEGORY[category];
}
