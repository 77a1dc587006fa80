/** Participles whose past has another form. */
const PAST_OF: Readonly<Record<string, string>> = {
  become: 'became',
  begun: 'began',
  broken: 'broke',
  chosen: 'chose',
  come: 'came',
  done: 'did',
  drawn: 'drew',
  driven: 'drove',
  drunk: 'drank',
  eaten: 'ate',
  flown: 'flew',
  given: 'gave',
  gone: 'went',
  grown: 'grew',
  ridden: 'rode',
  run: 'ran',
  shown: 'showed',
  spoken: 'spoke',
  sung: 'sang',
  sworn: 'swore',
  swum: 'swam',
  taken: 'took',
  torn: 'tore',
  withdrawn: 'withdrew',
  written: 'wrote',
};
const PERFECT =
  /^have (?!(?:been|to|an?|the|my|our|his|her|their|no|some|got|never|always)\b)([a-z]+)(?= |$)/;
/** Participles that look like their past. */
const SAME_FORM = /(?:ed|t|ld|nd|ght|led|won|hung|cut|hit|let|met|read|made|paid|laid|said)$/;

/** "have given up" as "gave up", so that what is told as past fits what is told as perfect; null when there is no perfect. */
export function perfectAsPast(plain: string): string | null {
  const participle = PERFECT.exec(plain)?.[1];
  if (participle === undefined) return null;
  const past = PAST_OF[participle] ?? (SAME_FORM.test(participle) ? participle : null);
  return past === null ? null : plain.replace(PERFECT, past);
}
