import type { Values } from './check/values.js';
import type { EventRules, FieldRule, Route, TextRule } from './event-rules.js';
import type { EventKeys, HeaderKeys } from './keys/event-keys.js';
import * as hec from './keys/hec-keys.js';
import type { Key } from './keys/key.js';
import * as route from './keys/route-keys.js';
import { headerTemplate, type Template } from './template/template.js';

type Named = 'index' | 'source' | 'sourcetype' | 'host';

/** What the headers of records say, by what they say it of. */
interface HeaderTemplates {
  readonly named: Readonly<Record<Named, Template>>;
  readonly custom: readonly string[];
}

/** What holds for topics without a route. */
export function assembleHecRules(values: Values): EventRules {
  return {
    endpoint: values.certain(hec.endpoint),
    ...textRules(headersOf(values, hec.events.headers), {
      index: values.value(hec.events.index),
      source: values.value(hec.source),
      sourcetype: values.value(hec.sourcetype),
      host: values.value(hec.events.host),
    }),
    fields: fieldRules([values], headersOf(values, hec.events.headers)),
    time: values.certain(hec.events.time),
    value: values.certain(hec.events.value),
    invalidJson: values.certain(hec.events.invalidJson),
    lineage: values.certain(hec.events.lineage),
    tombstones: values.certain(hec.events.tombstones),
    emptyValues: values.certain(hec.events.emptyValues),
  };
}

/** A route; what it leaves out is taken from `hec`. */
export function assembleRoute(item: Values, values: Values): Route {
  const own = route.events;
  const either = <T>(pick: (keys: EventKeys) => Key<T>): T =>
    item.value(pick(own)) ?? values.certain(pick(hec.events));
  const mentionsHeaders = item.mentioned(HEADERS) !== undefined;
  const headers = mentionsHeaders ? headersOf(item, own.headers) : headersOf(values, hec.events.headers);
  return {
    topics: item.list(route.topics).map(({ topic }) => topic),
    endpoint: item.value(route.endpoint) ?? values.certain(hec.endpoint),
    ...textRules(headers, {
      index: item.value(own.index) ?? values.value(hec.events.index),
      source: item.value(route.source) ?? values.value(hec.source),
      sourcetype: item.value(route.sourcetype) ?? values.value(hec.sourcetype),
      host: item.value(own.host) ?? values.value(hec.events.host),
    }),
    fields: fieldRules([values, item], headers),
    time: either((keys) => keys.time),
    value: either((keys) => keys.value),
    invalidJson: either((keys) => keys.invalidJson),
    lineage: either((keys) => keys.lineage),
    tombstones: either((keys) => keys.tombstones),
    emptyValues: either((keys) => keys.emptyValues),
  };
}

const HEADERS = 'routes[].headers';

function headersOf(values: Values, keys: HeaderKeys): HeaderTemplates | undefined {
  const section = keys.enabled.path.slice(0, keys.enabled.path.lastIndexOf('.'));
  const enabled = values.value(keys.enabled) ?? values.mentioned(section) !== undefined;
  if (!enabled) return undefined;
  const named = (key: Key<string>): Template => headerTemplate(values.certain(key));
  return {
    named: {
      index: named(keys.index),
      source: named(keys.source),
      sourcetype: named(keys.sourcetype),
      host: named(keys.host),
    },
    custom: values.list(keys.custom),
  };
}

function textRules(
  headers: HeaderTemplates | undefined,
  own: Readonly<Record<Named, Template | undefined>>,
): Record<Named, TextRule> {
  const rule = (name: Named): TextRule =>
    [headers?.named[name], own[name]].filter((template) => template !== undefined);
  return { index: rule('index'), source: rule('source'), sourcetype: rule('sourcetype'), host: rule('host') };
}

/** The fields of `hec`, those of the route in place of them or beside them, and headers in front of both. */
function fieldRules(sections: readonly Values[], headers: HeaderTemplates | undefined): readonly FieldRule[] {
  const rules = new Map<string, TextRule>();
  for (const section of sections) {
    for (const keys of [hec.events, route.events]) {
      for (const { name, value } of section.givenMap(keys.fields)?.value ?? []) rules.set(name, [value]);
    }
  }
  for (const name of headers?.custom ?? [])
    rules.set(name, [headerTemplate(name), ...(rules.get(name) ?? [])]);
  return [...rules].map(([name, value]) => ({ name, value }));
}
