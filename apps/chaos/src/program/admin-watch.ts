import { readFileSync } from 'node:fs';

const paths = ['/', '/status.json', '/history.json', '/metrics', '/readyz'] as const;
const patienceMs = 2_000;

/** Looks at the program's admin pages, wherever they are by now: each start has a port of its own, and tells it. */
export class AdminWatch {
  readonly #outputFile: string;
  readonly #secret: string;
  /** Pages on which the secret was seen. */
  readonly secretSeenOn: Set<string> = new Set();
  /** What `/status.json` said last; empty while it says nothing. */
  status = '';

  constructor(outputFile: string, secret: string) {
    this.#outputFile = outputFile;
    this.#secret = secret;
  }

  /** Reads every page once. One that does not answer is left out: the program may just be starting. */
  async look(): Promise<void> {
    const address = [...readFileSync(this.#outputFile, 'utf8').matchAll(/"admin":"(http:[^"]+)"/g)].at(
      -1,
    )?.[1];
    if (address === undefined) return;
    for (const path of paths) {
      const text = await textOf(`${address}${path}`);
      if (text.includes(this.#secret)) this.secretSeenOn.add(path);
      if (path === '/status.json') this.status = text;
    }
  }
}

async function textOf(url: string): Promise<string> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patienceMs) });
    return await answer.text();
  } catch {
    return '';
  }
}
