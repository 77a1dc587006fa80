/** Names and keys that a store might take for something else: patterns, separators, members of objects, text that looks alike. */
export const ODD_NAMES: readonly string[] = [
  ...[
    'a',
    'A',
    ' a',
    'a ',
    'a b',
    'a\tb',
    'a\nb',
    'a\u0000b',
    'a:b',
    'a::b',
    'a/b',
    '../a',
    'a\\b',
    '*',
    '?',
    '[a]',
  ],
  ...['{a}', '{', '"', "'", '%', '__proto__', 'constructor', 'toString', 'null', 'undefined', '0', '00'],
  ...['ä', 'a\u0308', 'ß', 'ss', '日本語', 'مرحبا', '👩‍👩‍👧', '\u200b', '\ufeff'],
  ...['long'.repeat(500), `${'long'.repeat(500)}er`],
];
