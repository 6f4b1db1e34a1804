import { boolean, oneOf } from '../kinds/basic-kinds.js';
import { fieldName, headerName, type TimeSource, template, timeSource } from '../kinds/template-kinds.js';
import type { Template } from '../template/template.js';
import type { AnyKey, Key, ListKey, MapKey } from './key.js';

/** How the value of a record becomes an event. */
export type ValueMode = 'text' | 'json' | 'envelope';
/** What becomes of a record that is not sent. */
export type SkipPolicy = 'skip' | 'dead_letter';

/** Keys that say what events are made of; for all topics under `hec`, for some under `routes[]`. */
export interface EventKeys {
  readonly index: Key<Template>;
  readonly host: Key<Template>;
  readonly fields: MapKey<Template>;
  readonly time: Key<TimeSource>;
  readonly value: Key<ValueMode>;
  readonly invalidJson: Key<'text' | 'dead_letter'>;
  readonly lineage: Key<boolean>;
  readonly tombstones: Key<SkipPolicy>;
  readonly emptyValues: Key<SkipPolicy>;
  readonly headers: HeaderKeys;
}

/** Keys that name headers of records. */
export interface HeaderKeys {
  readonly enabled: Key<boolean>;
  readonly index: Key<string>;
  readonly source: Key<string>;
  readonly sourcetype: Key<string>;
  readonly host: Key<string>;
  readonly custom: ListKey<string>;
}

/** The keys below a section. Where `routes[]` has none, that of `hec` holds. */
export function eventKeys(section: 'hec' | 'routes[]'): EventKeys {
  const ofHec = section === 'hec';
  const standard = (key: string, fallback: string): { fallback: string } | { absent: string } =>
    ofHec ? { fallback } : { absent: `\`hec.${key}\`` };
  const since = 'new' as const;
  return {
    index: {
      path: `${section}.index`,
      kind: template,
      since,
      absent: ofHec ? "the token's" : '`hec.index`',
      example: 'web',
      says: 'Index of the events. The token must be allowed to write there. May hold placeholders.',
    },
    host: {
      path: ofHec ? 'hec.event_host' : 'routes[].host',
      kind: template,
      since,
      absent: ofHec ? "the token's" : '`hec.event_host`',
      example: ofHec ? '"{header:host}"' : 'web-1',
      says: "The events' `host` field; not the host of HEC. May hold placeholders.",
    },
    fields: {
      path: `${section}.fields`,
      map: true,
      kind: template,
      names: fieldName,
      since,
      absent: 'none',
      example: '{env: prod, service: "{json:/service}"}',
      says: `Indexed fields of the events, by name; values may hold placeholders. Event endpoint only.${
        ofHec ? '' : ' Added to those of `hec.fields`.'
      }`,
    },
    time: {
      path: `${section}.time`,
      kind: timeSource,
      since,
      ...standard('time', 'record'),
      example: '"{json:/timestamp}"',
      says:
        "Time of an event: `record` is the record's timestamp; `none` leaves it to Splunk; a header or JSON field may hold " +
        "seconds, milliseconds, microseconds or nanoseconds since 1970, or a time such as 2026-01-31T08:00:00Z. Where it is not there, or no time, the record's " +
        'timestamp holds. Event endpoint only.',
    },
    value: {
      path: `${section}.value`,
      kind: oneOf('text', 'json', 'envelope'),
      since,
      ...standard('value', 'text'),
      example: 'json',
      says:
        "What a record's value is: `text`; `json`, which becomes the event as it is, without quotes around it; `envelope`, a " +
        'whole HEC envelope (`{"event": …}`), which is checked and goes as it is. Event endpoint only.',
    },
    invalidJson: {
      path: `${section}.invalid_json`,
      kind: oneOf('text', 'dead_letter'),
      since,
      ...standard('invalid_json', 'text'),
      example: 'dead_letter',
      says: 'With `value: json`: a value that is no valid JSON is sent as text, or goes to the dead letters.',
    },
    lineage: {
      path: `${section}.lineage`,
      kind: boolean,
      since,
      ...standard('lineage', 'false'),
      example: 'true',
      says:
        'Adds the indexed fields `kafka_topic`, `kafka_partition` and `kafka_offset`: with them duplicates can be removed and ' +
        'gaps found. Event endpoint only.',
    },
    tombstones: {
      path: `${section}.tombstones`,
      kind: oneOf('skip', 'dead_letter'),
      since,
      ...standard('tombstones', 'skip'),
      example: 'dead_letter',
      says: 'What becomes of records without a value: passed over and counted, or set aside in the dead letters.',
    },
    emptyValues: {
      path: `${section}.empty_values`,
      kind: oneOf('skip', 'dead_letter'),
      since,
      ...standard('empty_values', 'skip'),
      example: 'dead_letter',
      says: 'What becomes of records whose value has no bytes, of which Splunk makes no event.',
    },
    headers: headerKeys(section),
  };
}

function headerKeys(section: 'hec' | 'routes[]'): HeaderKeys {
  const path = `${section}.headers`;
  const since = 'new' as const;
  const named = (member: 'index' | 'source' | 'sourcetype' | 'host'): Key<string> => ({
    path: `${path}.${member}`,
    kind: headerName,
    since,
    fallback: `splunk.header.${member}`,
    example: `x-${member}`,
    says: `Header whose value is the ${member} of the event.`,
  });
  return {
    enabled: {
      path: `${path}.enabled`,
      kind: boolean,
      since,
      absent: '`true` where the section is there',
      example: 'false',
      says: 'Whether headers are looked at.',
    },
    index: named('index'),
    source: named('source'),
    sourcetype: named('sourcetype'),
    host: named('host'),
    custom: {
      path: `${path}.custom`,
      list: true,
      kind: headerName,
      since,
      absent: 'none',
      example: '[trace-id, team]',
      says: 'Headers that become indexed fields of the same name. Event endpoint only.',
    },
  };
}

/** The keys in the order of the reference. */
export function inReferenceOrder({ headers, ...keys }: EventKeys): readonly AnyKey[] {
  return [
    keys.index,
    keys.host,
    keys.fields,
    keys.time,
    keys.value,
    keys.invalidJson,
    keys.lineage,
    keys.tombstones,
    keys.emptyValues,
    headers.enabled,
    headers.index,
    headers.source,
    headers.sourcetype,
    headers.host,
    headers.custom,
  ];
}
