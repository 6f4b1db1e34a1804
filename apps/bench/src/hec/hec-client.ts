import { createHecBatcher, createHecClient } from '@kafka-splunk/hec-client';
import { BODY_BYTES, CONCURRENCY, type Driver, TOKEN } from './workload.js';

const options = { token: TOKEN, maxBytes: BODY_BYTES, concurrency: CONCURRENCY } as const;

const append =
  (kind: 'raw' | 'event'): Driver =>
  async ({ url, events, lines }) => {
    let onRoom: () => void = () => {};
    let delivered = 0;
    const client = createHecClient({
      ...options,
      url,
      newContext: () => undefined,
      onOutcome: (_, runs) => {
        for (const run of runs) if (run.kind === 'delivered') delivered += run.to - run.from;
      },
      onRoom: () => onRoom(),
    });
    const destination = client.destination({ kind });
    for (let n = 0; n < events; ) {
      const batch = client.open(destination);
      if (batch === undefined) {
        await new Promise<void>((resolve) => {
          onRoom = resolve;
        });
        continue;
      }
      for (; n < events; n++) {
        const line = lines[n % lines.length] as Buffer;
        if (batch.append(line, 0, line.length) < 0) break;
      }
    }
    client.flush();
    await client.idle();
    await client.close();
    if (delivered !== events) throw new Error(`${delivered} of ${events} events were delivered`);
  };

/** Bytes appended to batches, raw endpoint. */
export const appendRaw: Driver = append('raw');

/** Bytes appended to batches, event endpoint. */
export const appendEvent: Driver = append('event');

const batcher =
  (toEvent: (line: Buffer) => Buffer | { event: string }, kind: 'raw' | 'event'): Driver =>
  async ({ url, events, lines }) => {
    const hec = createHecBatcher({ ...options, url, destination: { kind } });
    for (let n = 0; n < events; n++) await hec.add(toEvent(lines[n % lines.length] as Buffer));
    await hec.flush();
    const { deliveredEvents } = hec.snapshot().counts;
    await hec.close();
    if (deliveredEvents !== events) throw new Error(`${deliveredEvents} of ${events} events were delivered`);
  };

/** A promise per event, raw endpoint. */
export const batcherRaw: Driver = batcher((line) => line, 'raw');

/** A promise and an object per event, event endpoint. */
export const batcherEvent: Driver = batcher((line) => ({ event: line.toString() }), 'event');
