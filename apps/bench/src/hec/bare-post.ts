// biome-ignore lint/style/noRestrictedImports: the yardstick is undici itself
import { Pool } from 'undici';
import { BODY_BYTES, CONCURRENCY, type Driver, TOKEN } from './workload.js';

const NEWLINE = Buffer.from('\n');

/** The yardstick: lines joined by newlines, posted over undici. No outcome, no retry, no bound. */
export const barePost: Driver = async ({ url, events, lines }) => {
  const pool = new Pool(url, { connections: CONCURRENCY });
  const inFlight = new Set<Promise<void>>();
  let parts: Buffer[] = [];
  let bytes = 0;
  const post = async (): Promise<void> => {
    const body = Buffer.concat(parts, bytes);
    parts = [];
    bytes = 0;
    const response = await pool.request({
      method: 'POST',
      path: '/services/collector/raw',
      headers: { authorization: `Splunk ${TOKEN}` },
      body,
    });
    await response.body.text();
  };
  const send = async (): Promise<void> => {
    const request = post().finally(() => inFlight.delete(request));
    inFlight.add(request);
    if (inFlight.size >= CONCURRENCY) await Promise.race(inFlight);
  };
  for (let n = 0; n < events; n++) {
    const line = lines[n % lines.length] as Buffer;
    parts.push(line, NEWLINE);
    bytes += line.length + 1;
    if (bytes >= BODY_BYTES) await send();
  }
  if (bytes > 0) await send();
  await Promise.all(inFlight);
  await pool.close();
};
