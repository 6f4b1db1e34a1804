import type { Receiver } from '../src/index.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly method?: string;
  readonly token?: string | false;
  readonly headers?: Record<string, string>;
}

export const channel = '0e8e4f0c-6a7b-4d43-9d4c-0f5a5a5b1b11';

/** A request to a receiver, with its token unless told otherwise. */
export async function call(
  receiver: Receiver,
  path: string,
  body: string | Buffer | undefined,
  options: CallOptions = {},
): Promise<Answer> {
  const token = options.token ?? receiver.token;
  const answer = await fetch(receiver.url + path, {
    method: options.method ?? 'POST',
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    headers: { ...(token === false ? {} : { Authorization: `Splunk ${token}` }), ...options.headers },
  });
  const text = await answer.text();
  return { status: answer.status, text, json: parsed(text), headers: answer.headers };
}

/** Status and body, which is what most tests are about. */
export async function answerTo(...args: Parameters<typeof call>): Promise<[number, unknown]> {
  const { status, json } = await call(...args);
  return [status, json];
}

/** The code of a failed fetch: ECONNRESET, UND_ERR_SOCKET. */
export function causeOf(error: unknown): string {
  return (error as { cause?: { code?: string } }).cause?.code ?? 'none';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
