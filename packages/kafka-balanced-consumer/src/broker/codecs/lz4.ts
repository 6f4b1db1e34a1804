/** Unpacks lz4 off the main thread. Kafka's lz4 is the frame format. */
export async function unpackLz4(packed: Buffer): Promise<Buffer> {
  const { decompressFrame } = await import('lz4-napi');
  return decompressFrame(packed);
}
