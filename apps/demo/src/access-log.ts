const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const requests = [
  ['GET', '/'],
  ['GET', '/catalogue'],
  ['GET', '/catalogue/lamps/desk-lamp-17'],
  ['GET', '/catalogue/chairs/oak-chair-4'],
  ['POST', '/basket/items'],
  ['GET', '/basket'],
  ['POST', '/orders'],
  ['GET', '/static/site.css'],
  ['GET', '/api/v2/prices'],
] as const;

const agents = [
  'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Safari/604.1',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
  'curl/8.9.1',
] as const;

const statuses = [200, 200, 200, 200, 200, 304, 200, 302, 200, 404, 200, 200, 500] as const;

/**
 * Makes lines as nginx writes them in its combined format, about 210 bytes each. The query string carries the run id and a
 * running number, which is what the receiver counts by.
 */
export class AccessLog {
  readonly #run: string;
  #second = -1;
  #stamp = '';

  /** @param run - eight hexadecimal digits */
  constructor(run: string) {
    this.#run = run;
  }

  /** The line of an event. The same number gives the same line, but for its time. */
  line(number: number, now: number): Buffer {
    const [method, path] = requests[number % requests.length]!;
    const client = `198.51.${(number * 7) % 100}.${number % 251}`;
    const status = statuses[number % statuses.length]!;
    const bytes = status === 304 ? 0 : 180 + ((number * 131) % 48_000);
    const referer = number % 3 === 0 ? '-' : 'https://shop.example.com/catalogue';
    const agent = agents[number % agents.length]!;
    return Buffer.from(
      `${client} - - [${this.#time(now)}] "${method} ${path}?run=${this.#run}&n=${number} HTTP/1.1" ` +
        `${status} ${bytes} "${referer}" "${agent}"`,
    );
  }

  /** `23/Nov/2026:10:11:12 +0000`, made once a second. */
  #time(now: number): string {
    const second = Math.floor(now / 1000);
    if (second !== this.#second) {
      const date = new Date(second * 1000);
      const clock = date.toISOString().slice(11, 19);
      const day = String(date.getUTCDate()).padStart(2, '0');
      this.#stamp = `${day}/${months[date.getUTCMonth()]}/${date.getUTCFullYear()}:${clock} +0000`;
      this.#second = second;
    }
    return this.#stamp;
  }
}
