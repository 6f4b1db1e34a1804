import type { Config } from '@kafka-splunk/config';
import { createHecProbe, endpointAddresses, type HecProbe } from '@kafka-splunk/hec-client/probe';
import { hecTls } from '../../access/hec-access.js';
import { type Finding, skipped } from '../finding.js';
import { clockFinding, endpointFinding, healthFinding } from './endpoint-findings.js';
import { sendTestEvents } from './test-event.js';
import { ackFinding, gzipFinding, tokenFinding } from './token-findings.js';

/** One address that events go to. */
export interface EndpointAddress {
  readonly url: string;
  /** Where the name in the URL has several: one of them. */
  readonly address?: string;
  /** For people: the URL, and the address where that is not the only one. */
  readonly name: string;
}

/** The endpoints behind the URLs: the same that the program uses. */
export async function endpointsOf(urls: readonly string[]): Promise<EndpointAddress[]> {
  const endpoints = await Promise.all(
    urls.map(async (url): Promise<EndpointAddress[]> => {
      const addresses = await endpointAddresses(url);
      if (addresses.length === 0) return [{ url, name: url }];
      return addresses.map((address) => ({ url, address, name: `${url} (${address})` }));
    }),
  );
  return endpoints.flat();
}

/** How an endpoint is looked at. */
export interface EndpointCheck {
  readonly config: Config;
  readonly endpoint: EndpointAddress;
  /** Sends an event to each destination; without it none is sent. */
  readonly sendTestEvent: boolean;
}

/** Looks at one endpoint: is HEC there, is it well, does it take the token, and do its settings fit the config. */
export async function* checkEndpoint({
  config,
  endpoint,
  sendTestEvent,
}: EndpointCheck): AsyncGenerator<Finding> {
  const { url, address, name } = endpoint;
  const { hec } = config;
  const probe = createHecProbe({
    url,
    token: () => hec.token.reveal(),
    ...(address === undefined ? {} : { address }),
    tls: hecTls(hec),
  });
  try {
    const health = await probe.health();
    const there = endpointFinding(name, health);
    yield there;
    if (there.status === 'failed') {
      yield skipped('hec.token', name, 'health, token and the rest: HEC cannot be spoken to');
      return;
    }
    yield healthFinding(name, health);
    const clock = clockFinding(name, health);
    if (clock !== undefined) yield clock;
    yield* withToken(probe, name, config, sendTestEvent);
  } finally {
    await probe.close();
  }
}

async function* withToken(
  probe: HecProbe,
  name: string,
  config: Config,
  sendTestEvent: boolean,
): AsyncGenerator<Finding> {
  const { hec } = config;
  const zipped = hec.gzipLevel !== undefined;
  const answers = { ack: probe.acknowledgement(), gzip: zipped ? probe.gzip() : undefined };
  const token = tokenFinding(name, await probe.token());
  yield token;
  // The others would only say the same once more.
  if (token.status === 'failed') {
    await Promise.all([answers.ack, answers.gzip]);
    yield skipped('hec.ack', name, 'acknowledgement, gzip and events: the token is not taken');
    return;
  }
  yield ackFinding(name, await answers.ack, hec);
  yield answers.gzip === undefined
    ? skipped('hec.gzip', name, 'not used (hec.use_compression)')
    : gzipFinding(name, await answers.gzip);
  if (sendTestEvent) yield* sendTestEvents(probe, name, config);
  else yield skipped('hec.event', name, 'indexes: only an event shows them, and --send-test-event sends one');
}
