/** Bytes of a batch that is being filled or sent, and where each event ends. Used again for the next batch. */
export interface Body {
  readonly bytes: Buffer;
  /** The same bytes, for writing four at a time. */
  readonly view: DataView;
  /** Position behind each event. */
  readonly ends: Uint32Array;
}

/** What a body occupies. */
export function footprint(body: Body): number {
  return body.bytes.length + body.ends.byteLength;
}

/** A new body of exactly this capacity. Its bytes are not cleared: only what was written into it is ever read. */
export function makeBody(bytes: number, events: number): Body {
  const buffer = Buffer.allocUnsafeSlow(bytes);
  return {
    bytes: buffer,
    view: new DataView(buffer.buffer, buffer.byteOffset, buffer.length),
    ends: new Uint32Array(events),
  };
}
