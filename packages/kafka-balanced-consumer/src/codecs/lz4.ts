import type { Unpack } from './codec.js';

/** Loads the unpacking of lz4. Kafka's lz4 is the frame format. */
export async function loadLz4(): Promise<Unpack> {
  const { decompressFrameSync } = await import('lz4-napi');
  return decompressFrameSync;
}
