declare module 'snappyjs' {
  /** Packs one block of raw snappy. */
  export function compress(bytes: Buffer): Buffer;
}
