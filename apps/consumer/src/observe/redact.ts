/** Shorter values are left alone: a password of `ab` would blacken half of every line and protect nothing. */
const shortest = 4;

/** Replaces known secrets in a finished log line. */
export type Scrub = (line: string) => string;

/** Replaces known secrets in a plain text. */
export type Hide = (text: string) => string;

/**
 * Collects the secrets in a config: the value of everything that can `reveal()`, and the private keys in PEM text
 * (whole, and line by line, since an error may quote one line only).
 */
export function collectSecrets(config: unknown): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === 'string') {
      for (const line of privateKeyLines(value)) found.add(line);
    } else if (isRevealing(value)) {
      const secret = value.reveal();
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
        found.add(form);
    } else if (typeof value === 'object' && value !== null) {
      for (const part of Object.values(value)) visit(part);
    }
  };
  visit(config);
  return [...found].filter((secret) => secret.length >= shortest);
}

/** Hides these in plain texts; in JSON text they may look otherwise, see {@link createScrub}. */
export function createHide(secrets: readonly string[]): Hide {
  // The longest first: one secret may be the beginning of another.
  const ordered = [...secrets].sort((one, other) => other.length - one.length);
  return (text) => ordered.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
}

/**
 * The last belt: nobody should log a secret, and if somebody does, it is not written. Works on a line of JSON; only
 * the texts in it are changed, so that it stays JSON whatever the secret looks like.
 */
export function createScrub(secrets: readonly string[]): Scrub {
  const hide = createHide(secrets);
  // As they look within JSON text, for the quick look that nearly every line ends with.
  const escaped = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  return (line) => (escaped.some((secret) => line.includes(secret)) ? scrubLine(line, hide) : line);
}

function scrubLine(line: string, hide: Hide): string {
  try {
    const scrubbed = JSON.stringify(JSON.parse(line), (_name, value: unknown) =>
      typeof value === 'string' ? hide(value) : value,
    );
    return `${scrubbed}\n`;
  } catch {
    // Not JSON after all: better mangled than told.
    return hide(line);
  }
}

function isRevealing(value: unknown): value is { reveal(): string } {
  return (
    typeof value === 'object' && value !== null && 'reveal' in value && typeof value.reveal === 'function'
  );
}

function privateKeyLines(text: string): string[] {
  const blocks =
    text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g) ?? [];
  return blocks.flatMap((block) =>
    block.split(/\r?\n/).filter((line) => line.length >= 16 && !line.startsWith('-----')),
  );
}
