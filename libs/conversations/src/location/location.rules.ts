import type { Geolocation } from '#libs/contracts';

/** Where an owner's device was last, as it said. */
export interface NotedLocation {
  readonly location: Geolocation;
  /** Epoch milliseconds. */
  readonly atMs: number;
}

/** How long a location holds. Source: specification of the routes, `PATCH /v1/users/geolocation`. */
export const LOCATION_HOLDS_MS = 30 * 60_000;
/** A conversation that ends by silence is processed two minutes after its last word; a location of the way home is none of it. */
const AFTER_END_MS = 5 * 60_000;
/** Movements below this are no movements: about what a phone is wrong by indoors. */
const SAME_PLACE_METRES = 50;
const EARTH_METRES = 6_371_000;

/** Whether this is a place on earth. Clients send what they have; the rest is dropped. Source: specification of the data shapes, §1.8. */
export function isOnEarth({ latitude, longitude }: Geolocation): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}

/** Whether a device was where it is said to be while the conversation went on, or shortly before. */
export function holdsFor(
  { atMs }: NotedLocation,
  { started_at, finished_at }: { readonly started_at: Date; readonly finished_at: Date },
): boolean {
  return atMs >= started_at.getTime() - LOCATION_HOLDS_MS && atMs <= finished_at.getTime() + AFTER_END_MS;
}

export function isSamePlace(a: Geolocation, b: Geolocation): boolean {
  return metresBetween(a, b) < SAME_PLACE_METRES;
}

/** On a sphere; the haversine formula. */
function metresBetween(a: Geolocation, b: Geolocation): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (from: number, to: number) => Math.sin(radians(to - from) / 2) ** 2;
  const chord =
    half(a.latitude, b.latitude) +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * half(a.longitude, b.longitude);
  return 2 * EARTH_METRES * Math.asin(Math.min(1, Math.sqrt(chord)));
}
