declare module 'audio-type' {
  /** Name of the format that a file begins like. Looks at the whole of the memory under a view. */
  export default function audioType(bytes: Uint8Array): string | undefined;
}
