import type { Config } from '@kafka-splunk/config';
import type { DestinationSpec } from '@kafka-splunk/hec-client';
import { presentFields } from './present-fields.js';

/** Metadata that travels in each event's envelope; the event endpoint only. */
export interface EnvelopeMetadata {
  readonly source?: string;
  readonly sourcetype?: string;
  readonly host?: string;
}

/** Where the records of a topic go. */
export interface RouteTarget {
  readonly destination: DestinationSpec;
  readonly envelope: EnvelopeMetadata;
}

type Metadata = EnvelopeMetadata & { readonly index?: string };

/**
 * What stands in the URL decides whom an error stops. On the raw endpoint all metadata stands there. On the event
 * endpoint it travels with each event and never splits a batch, but for the index: an index that the configuration
 * names is the request's own fault when Splunk refuses it, and must pause its own route alone.
 */
function target(endpoint: 'raw' | 'event', { index, source, sourcetype, host }: Metadata): RouteTarget {
  if (endpoint === 'raw') {
    return { destination: presentFields({ kind: endpoint, index, source, sourcetype, host }), envelope: {} };
  }
  return {
    destination: presentFields({ kind: endpoint, index }),
    envelope: presentFields({ source, sourcetype, host }),
  };
}

/** Where topics go. */
export interface RouteTargets {
  /** Topics with a route of their own. */
  readonly routes: ReadonlyMap<string, RouteTarget>;
  /** All others. */
  readonly others: RouteTarget;
}

/** The targets: a route per topic where there is one, what it leaves out from `hec`; and `hec` for the rest. */
export function routeTargets(config: Config): RouteTargets {
  const { hec } = config;
  const defaults: Metadata = presentFields({ source: hec.source, sourcetype: hec.sourcetype });
  const targets = new Map<string, RouteTarget>();
  for (const route of config.routes) {
    const { index, source, sourcetype, host } = route;
    const metadata = { ...defaults, ...presentFields({ index, source, sourcetype, host }) };
    for (const topic of route.topics) targets.set(topic, target(route.endpoint, metadata));
  }
  return { routes: targets, others: target(hec.endpoint, defaults) };
}
