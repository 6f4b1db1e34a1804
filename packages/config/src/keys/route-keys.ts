import { oneOf } from '../kinds/basic-kinds.js';
import { template } from '../kinds/template-kinds.js';
import { type RouteTopic, routeTopic } from '../kinds/topic-entry.js';
import type { Template } from '../template/template.js';
import { type EventKeys, eventKeys } from './event-keys.js';
import type { Key, ListKey } from './key.js';

/** The topics of a route. */
export const topics: ListKey<RouteTopic> = {
  path: 'routes[].topics',
  list: true,
  kind: routeTopic,
  since: 'new',
  required: true,
  example: '[nginx, /^app-/]',
  says:
    'Topics that this route is for: names, and patterns between slashes as in `kafka.topics`. The first route that fits a ' +
    'topic holds; one that no topic can reach is an error.',
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

/** The source. */
export const source: Key<Template> = {
  path: 'routes[].source',
  kind: template,
  since: 'new',
  absent: '`hec.source`',
  example: '"kafka:{topic}"',
  says: 'Source of the events of these topics. May hold placeholders.',
};

/** The sourcetype. */
export const sourcetype: Key<Template> = {
  path: 'routes[].sourcetype',
  kind: template,
  since: 'new',
  absent: '`hec.sourcetype`',
  example: 'access_combined',
  says: 'Sourcetype of the events of these topics. May hold placeholders.',
};

/** What the events are made of. */
export const events: EventKeys = eventKeys('routes[]');
