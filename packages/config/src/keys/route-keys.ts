import { oneOf, text } from '../kinds/basic-kinds.js';
import { topic } from '../kinds/network-kinds.js';
import type { Key, ListKey } from './key.js';

/** The topics of a route. */
export const topics: ListKey<string> = {
  path: 'routes[].topics',
  list: true,
  kind: topic,
  since: 'new',
  required: true,
  example: '[nginx]',
  says: 'Topics that this route is for. Each must be read (`kafka.topics`), and stands in one route only.',
};

/** The kind of endpoint. */
export const endpoint: Key<'raw' | 'event'> = {
  path: 'routes[].endpoint',
  kind: oneOf('raw', 'event'),
  since: 'new',
  absent: '`hec.endpoint`',
  example: 'event',
  says: 'Endpoint for these topics.',
};

/** The index. */
export const index: Key<string> = {
  path: 'routes[].index',
  kind: text,
  since: 'new',
  absent: "the token's",
  example: 'web',
  says: 'Index for these topics. The token must be allowed to write there.',
};

/** The source. */
export const source: Key<string> = {
  path: 'routes[].source',
  kind: text,
  since: 'new',
  absent: '`hec.source`',
  example: 'nginx',
  says: 'Source of the events of these topics.',
};

/** The sourcetype. */
export const sourcetype: Key<string> = {
  path: 'routes[].sourcetype',
  kind: text,
  since: 'new',
  absent: '`hec.sourcetype`',
  example: 'access_combined',
  says: 'Sourcetype of the events of these topics.',
};

/** The event's host. */
export const host: Key<string> = {
  path: 'routes[].host',
  kind: text,
  since: 'new',
  absent: "the token's",
  example: 'web-1',
  says: "The events' `host` field; not the host of HEC.",
};
