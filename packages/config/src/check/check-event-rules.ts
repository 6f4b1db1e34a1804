import { LINEAGE_FIELDS } from '../event-rules.js';
import type { EventKeys } from '../keys/event-keys.js';
import * as hec from '../keys/hec-keys.js';
import type { AnyKey } from '../keys/key.js';
import * as route from '../keys/route-keys.js';
import type { ProblemList } from '../problems/problem-list.js';
import type { Values } from './values.js';

/** Rules that an endpoint or another rule makes void are problems: what the file asks for would not happen. */
export function checkEventRules(values: Values, problems: ProblemList): void {
  const items = values.items('routes[]');
  const endpoint = values.value(hec.endpoint);
  const eventful = [endpoint, ...items.map((item) => item.value(route.endpoint))].includes('event');
  if (!eventful) eventEndpointOnly(values, hec.events, problems);
  lineageAlone(values, hec.events, problems, values.value(hec.events.lineage));
  for (const item of items) {
    if ((item.value(route.endpoint) ?? endpoint) !== 'event') eventEndpointOnly(item, route.events, problems);
    const mode = item.value(route.events.value) ?? values.value(hec.events.value);
    valueMode(item, route.events, mode, problems);
    const lineage = item.value(route.events.lineage) ?? values.value(hec.events.lineage);
    lineageAlone(item, route.events, problems, lineage);
  }
  // A route may take another mode, so what `hec` says beside its own is void only where there is none.
  if (items.length === 0) valueMode(values, hec.events, values.value(hec.events.value), problems);
}

function eventEndpointOnly(values: Values, keys: EventKeys, problems: ProblemList): void {
  const given = [keys.fields, keys.time, keys.value, keys.invalidJson, keys.lineage, keys.headers.custom];
  for (const key of given) {
    if (saysNothing(values, keys, key)) continue;
    conflict(values, key, 'has no meaning on the raw endpoint; set endpoint: event, or remove it', problems);
  }
}

/** What says no more than holds anyway: a default that is written down does no harm. */
function saysNothing(values: Values, keys: EventKeys, key: AnyKey): boolean {
  switch (key) {
    case keys.time:
      return values.value(keys.time) === 'record';
    case keys.value:
      return values.value(keys.value) === 'text';
    case keys.invalidJson:
      return values.value(keys.invalidJson) === 'text';
    case keys.lineage:
      return values.value(keys.lineage) !== true;
    default:
      return false;
  }
}

function valueMode(values: Values, keys: EventKeys, mode: string | undefined, problems: ProblemList): void {
  if (mode !== 'json' && !saysNothing(values, keys, keys.invalidJson))
    conflict(values, keys.invalidJson, 'has a meaning only with value: json', problems);
  if (mode !== 'envelope') return;
  for (const key of [keys.fields, keys.time, keys.lineage, keys.headers.custom]) {
    if (saysNothing(values, keys, key)) continue;
    const text = 'cannot be put into an envelope that is sent as it is (value: envelope); remove it';
    conflict(values, key, text, problems);
  }
}

/** A field that stood there twice would hold the one or the other. */
function lineageAlone(
  values: Values,
  keys: EventKeys,
  problems: ProblemList,
  lineage: boolean | undefined,
): void {
  if (lineage !== true) return;
  const reserved: readonly string[] = Object.values(LINEAGE_FIELDS);
  const fields = values.givenMap(keys.fields)?.value ?? [];
  const headers = (values.givenList(keys.headers.custom)?.value ?? []).map((given) => ({
    ...given,
    name: given.value,
  }));
  for (const { name, place, at } of [...fields, ...headers]) {
    if (!reserved.includes(name)) continue;
    problems.add({
      place,
      key: at,
      reason: 'conflict',
      text: `${name} is a field of lineage; take another name`,
    });
  }
}

function conflict(values: Values, key: AnyKey, text: string, problems: ProblemList): void {
  const place = values.mentioned(key.path);
  if (place === undefined) return;
  const path = values.at === '' ? key.path : key.path.replace('routes[]', values.at);
  problems.add({ place, key: path, reason: 'conflict', text });
}
