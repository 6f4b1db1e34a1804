import { boolean } from '../kinds/basic-kinds.js';
import { host as hostKind } from '../kinds/network-kinds.js';
import { wholeNumber } from '../kinds/number-kinds.js';
import type { Key } from './key.js';

/** Whether there is one. */
export const enabled: Key<boolean> = {
  path: 'admin.enabled',
  kind: boolean,
  since: 'new',
  fallback: 'true',
  example: 'false',
  says: 'Whether status, metrics and the live page are served.',
};

/** The address it listens on. */
export const host: Key<string> = {
  path: 'admin.host',
  kind: hostKind,
  since: 'new',
  fallback: '127.0.0.1',
  example: '0.0.0.0',
  says:
    'Address to listen on. Nobody is asked for a password: whoever reaches it sees topics, offsets, addresses and error ' +
    'texts, but no event and no secret. `0.0.0.0` where probes and Prometheus come from outside, as in Kubernetes.',
};

/** The port it listens on. */
export const port: Key<number> = {
  path: 'admin.port',
  kind: wholeNumber({ min: 0, max: 65_535 }),
  since: 'new',
  fallback: '9464',
  example: '9465',
  says:
    'Port to listen on; 0 takes any free one, which the log names at `info`. Where it is taken, that is said and tried ' +
    'again every five seconds: events are delivered meanwhile. Programs on one machine need a port each.',
};
