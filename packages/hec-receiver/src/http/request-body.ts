import type { IncomingMessage } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A body, or why there is none. */
export type BodyResult =
  | { readonly kind: 'body'; readonly body: Buffer }
  /** The client went away before the end. */
  | { readonly kind: 'aborted' }
  | { readonly kind: 'too-large' }
  /** A `Content-Encoding` HEC does not take. */
  | { readonly kind: 'unsupported' }
  /** Said to be gzip, and is not. */
  | { readonly kind: 'undecodable' };

/** Reads and unzips a body of at most `max` bytes (before and after unzipping). Never rejects. */
export async function readBody(request: IncomingMessage, max: number): Promise<BodyResult> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  const received = await readBytes(request, max);
  if (received.kind !== 'body' || encoding === 'identity') return received;
  if (encoding !== 'gzip') return { kind: 'unsupported' };
  return unzip(received.body, max);
}

function readBytes(request: IncomingMessage, max: number): Promise<BodyResult> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      // Read on to the end, so that the client can read the answer; only what is kept is bounded.
      if (length <= max) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () => {
      if (length > max) resolve({ kind: 'too-large' });
      else resolve({ kind: 'body', body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length) });
    });
    request.on('error', () => resolve({ kind: 'aborted' }));
    request.on('close', () => resolve({ kind: 'aborted' }));
  });
}

/** In one go on this thread: the asynchronous one costs five times the CPU for bodies of this size. */
function unzip(body: Buffer, max: number): BodyResult {
  try {
    return { kind: 'body', body: gunzipSync(body, { maxOutputLength: max }) };
  } catch (error) {
    const code = (error as { code?: string }).code;
    return { kind: code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'undecodable' };
  }
}
