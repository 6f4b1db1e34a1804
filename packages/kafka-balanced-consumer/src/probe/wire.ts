/** Numbers of requests in Kafka's protocol. */
const API_VERSIONS = 18;
const SASL_HANDSHAKE = 17;

/** Error codes in Kafka's protocol. */
export const UNSUPPORTED_MECHANISM = 33;

/** The first request of every client, version 0: which requests do you know? It changes nothing and needs no right. */
export function apiVersionsRequest(correlation: number): Buffer {
  return frame(API_VERSIONS, 0, correlation, Buffer.alloc(0));
}

/** Asks for a mechanism of login, version 1. It begins a login that is never finished. */
export function saslHandshakeRequest(correlation: number, mechanism: string): Buffer {
  return frame(SASL_HANDSHAKE, 1, correlation, text(mechanism));
}

/** What a broker says to a mechanism. */
export interface HandshakeAnswer {
  /** 0: go on; 33: not this mechanism; 34: no login here. */
  readonly errorCode: number;
  readonly mechanisms: readonly string[];
}

/** Reads the body of the answer to {@link saslHandshakeRequest}; undefined where it is none. */
export function readHandshakeAnswer(body: Buffer): HandshakeAnswer | undefined {
  if (body.length < 6) return undefined;
  const mechanisms: string[] = [];
  let at = 6;
  for (let left = body.readInt32BE(2); left > 0; left--) {
    if (at + 2 > body.length) return undefined;
    const length = body.readInt16BE(at);
    // A negative length would lead back, and the same bytes be read for ever.
    if (length < 0 || at + 2 + length > body.length) return undefined;
    mechanisms.push(body.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return { errorCode: body.readInt16BE(0), mechanisms };
}

/** A whole answer, or why there is none yet. */
export type Frame = 'unfinished' | 'foreign' | { readonly body: Buffer; readonly bytes: number };

/** More than any of these answers has; what begins with another protocol's bytes reads as a huge number. */
const LARGEST = 1024 * 1024;

/** Reads an answer with this correlation from the beginning of what came. */
export function readFrame(received: Buffer, correlation: number): Frame {
  if (received.length < 4) return 'unfinished';
  const size = received.readInt32BE(0);
  if (size < 4 || size > LARGEST) return 'foreign';
  if (received.length >= 8 && received.readInt32BE(4) !== correlation) return 'foreign';
  if (received.length < 4 + size) return 'unfinished';
  return { body: received.subarray(8, 4 + size), bytes: 4 + size };
}

function frame(key: number, version: number, correlation: number, body: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeInt16BE(key, 0);
  head.writeInt16BE(version, 2);
  head.writeInt32BE(correlation, 4);
  const size = Buffer.alloc(4);
  const content = Buffer.concat([head, text('kafka-balanced-consumer'), body]);
  size.writeInt32BE(content.length);
  return Buffer.concat([size, content]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
