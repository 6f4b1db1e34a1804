interface Cookie {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const MAX_COOKIES = 50;
/** What is longer is no balancer's; browsers keep no more either (RFC 6265, 6.1). */
const LONGEST = 4096;
/** Servers refuse requests with more than about 8 KiB of headers. */
const MAX_HEADER = 4096;

/**
 * The cookies of one session, by which a load balancer knows the indexer it chose. All requests go to one base URL,
 * so domain and path are not looked at. A new value simply replaces the old one: balancers refresh theirs with each
 * answer, and that is no sign that the session has moved.
 */
export class CookieJar {
  readonly #cookies = new Map<string, Cookie>();

  /**
   * Takes over the `Set-Cookie` headers of an answer.
   *
   * @param nowMs - milliseconds since the epoch
   */
  take(headers: readonly string[], nowMs: number): void {
    for (const header of headers) {
      if (header.length > LONGEST) continue;
      const [pair = '', ...attributes] = header.split(';');
      const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
      // What is no header value cannot be sent back.
      if (name === '' || !/^[\x21-\x7e]*$/.test(name + value)) continue;
      const expiresAt = expiry(attributes, nowMs);
      if (expiresAt <= nowMs) this.#cookies.delete(name);
      else if (this.#cookies.has(name) || this.#cookies.size < MAX_COOKIES)
        this.#cookies.set(name, { value, expiresAt });
    }
  }

  /** The `Cookie` header, of at most 4 KiB; undefined where there are none. */
  header(nowMs: number): string | undefined {
    const pairs: string[] = [];
    let length = 0;
    for (const [name, { value, expiresAt }] of this.#cookies) {
      if (expiresAt <= nowMs) {
        this.#cookies.delete(name);
        continue;
      }
      length += name.length + value.length + 3;
      if (length <= MAX_HEADER) pairs.push(`${name}=${value}`);
    }
    return pairs.length === 0 ? undefined : pairs.join('; ');
  }
}

/** `Max-Age` counts before `Expires` (RFC 6265). */
function expiry(attributes: readonly string[], nowMs: number): number {
  let expires = Number.POSITIVE_INFINITY;
  for (const attribute of attributes) {
    const [, name = '', value = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(attribute) ?? [];
    if (/^max-age$/i.test(name) && /^-?\d+$/.test(value)) return nowMs + Number(value) * 1000;
    if (/^expires$/i.test(name) && !Number.isNaN(Date.parse(value))) expires = Date.parse(value);
  }
  return expires;
}
