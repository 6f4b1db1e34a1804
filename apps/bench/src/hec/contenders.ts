import { barePost } from './bare-post.js';
import { appendEvent, appendRaw, batcherEvent, batcherRaw } from './hec-client.js';
import { splunkLoggingBatched, splunkLoggingDefault } from './splunk-logging.js';
import type { Driver } from './workload.js';

/** A way of getting events into HEC. */
export interface HecContender {
  readonly name: string;
  readonly driver: Driver;
  /** Part of the events that it sends: slow ones need not take minutes. */
  readonly share: number;
}

/** The first one is the yardstick. */
export const hecContenders: readonly HecContender[] = [
  { name: 'bare undici POST, raw', driver: barePost, share: 1 },
  { name: 'hec-client append, raw', driver: appendRaw, share: 1 },
  { name: 'hec-client append, event', driver: appendEvent, share: 1 },
  { name: 'hec-client batcher, raw', driver: batcherRaw, share: 1 },
  { name: 'hec-client batcher, event', driver: batcherEvent, share: 1 },
  { name: 'splunk-logging, 4000 a request', driver: splunkLoggingBatched, share: 0.1 },
  { name: 'splunk-logging as it comes', driver: splunkLoggingDefault, share: 0.01 },
];
