/** Castagnoli's polynomial, its bits reversed, as RFC 3720 has it. */
const POLYNOMIAL = 0x82f63b78;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC32C as Google writes it: four bytes, the highest first, in base64. */
export function crc32c(content: Uint8Array): string {
  let remainder = 0xffffffff;
  for (const byte of content) remainder = TABLE[(remainder ^ byte) & 0xff]! ^ (remainder >>> 8);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE((remainder ^ 0xffffffff) >>> 0);
  return checksum.toString('base64');
}
