import { hecReplyCodes } from '@kafka-splunk/hec-client/codes';
import { delayBoundsMs } from '../delay/delay-buckets.js';
import { deliveryStatuses } from '../status/delivery-statuses.js';
import { bucketsOf } from './buckets.js';
import { type Metric, prefix, single } from './metric.js';

const states = ['ok', 'backing-off', 'paused'] as const;

/** Shown from the start: of a series that begins with 1, Prometheus sees no rise. */
const usualReasons: readonly string[] = [
  ...Object.entries(hecReplyCodes)
    .filter(([, { class: kind }]) => kind === 'data')
    .map(([code]) => `hec-${code}`),
  'hec-other',
  'http-400',
  'http-401',
  'http-403',
  'http-413',
  'refused-here',
];

/** What became of events, and how Splunk is doing. */
export const deliveryMetrics: readonly Metric[] = [
  single(
    {
      name: `${prefix}delivered_events_total`,
      type: 'counter',
      help: 'Events that Splunk took; with acknowledgement, that it acknowledged. When its rate is 0 while there is lag, look at endpoint_state.',
    },
    ({ totals }) => totals.deliveredEvents,
  ),
  single(
    {
      name: `${prefix}delivered_bytes_total`,
      type: 'counter',
      help: "Bytes of the delivered events' values.",
    },
    ({ totals }) => totals.deliveredBytes,
  ),
  single(
    {
      name: `${prefix}acknowledged_events_total`,
      type: 'counter',
      help: 'Events that an indexer acknowledged. Missing without acknowledgement.',
    },
    ({ totals }) => totals.acknowledgedEvents,
  ),
  {
    name: `${prefix}skipped_records_total`,
    type: 'counter',
    help: 'Records that were not sent by policy: tombstones and empty values.',
    labels: ['reason'],
    read: ({ totals }) => [
      { labels: { reason: 'tombstone' }, value: totals.tombstones },
      { labels: { reason: 'empty' }, value: totals.empty },
    ],
  },
  {
    name: `${prefix}dead_letters_total`,
    type: 'counter',
    help: 'Events that Splunk refused for good and that were set aside, by reason. Any rise deserves a look: dead-letters list.',
    labels: ['reason'],
    read: ({ reasons }) =>
      [...new Set([...usualReasons, ...reasons.keys()])].map((reason) => ({
        labels: { reason },
        value: reasons.get(reason) ?? 0,
      })),
  },
  single(
    {
      name: `${prefix}resent_events_total`,
      type: 'counter',
      help: 'Events that were sent more than once. A steady rise says that Splunk or the way to it is not well.',
    },
    ({ totals }) => totals.resentEvents,
  ),
  single(
    {
      name: `${prefix}duplicates_possible_total`,
      type: 'counter',
      help: 'Events sent again after an attempt that may have got through: Splunk may hold them twice.',
    },
    ({ totals }) => totals.duplicatesPossible,
  ),
  single(
    {
      name: `${prefix}unconfirmed_events_total`,
      type: 'counter',
      help: 'Events that Splunk took and never acknowledged, and that Kafka had deleted when they were to be sent again. Any rise: look for them in Splunk, the log has their offsets; keep records in Kafka for longer.',
    },
    ({ totals }) => totals.unconfirmedEvents,
  ),
  single(
    {
      name: `${prefix}awaiting_ack_requests`,
      type: 'gauge',
      help: 'Requests that Splunk took and has not acknowledged. When it only rises, look at the queues of the indexers.',
    },
    ({ workers }) => sum(workers.map(({ stats }) => stats?.awaitingAck ?? 0)),
  ),
  {
    name: `${prefix}endpoint_state`,
    type: 'gauge',
    help: '1 for the state that each endpoint is in, the worst that any worker sees; `<url> acknowledgements` is there while acknowledgements cannot be asked for. paused needs somebody: the status page names the cause.',
    labels: ['endpoint', 'state'],
    read: ({ workers }) =>
      deliveryStatuses(workers)
        .filter(({ scope }) => scope === 'endpoint')
        .flatMap(({ name, state: own }) =>
          states.map((state) => ({ labels: { endpoint: name, state }, value: own === state ? 1 : 0 })),
        ),
  },
  {
    name: `${prefix}destinations`,
    type: 'gauge',
    help: 'Destinations (index, sourcetype and so on of a route) that are in trouble, by state. paused needs somebody.',
    labels: ['state'],
    read: ({ workers }) => {
      const destinations = deliveryStatuses(workers).filter(({ scope }) => scope === 'destination');
      return (['backing-off', 'paused'] as const).map((state) => ({
        labels: { state },
        value: destinations.filter((destination) => destination.state === state).length,
      }));
    },
  },
  {
    name: `${prefix}accepted_delay_seconds`,
    type: 'histogram',
    help: 'From the timestamp of a record to the answer of Splunk that took it. A producer whose clock is wrong shows here.',
    labels: [],
    read: ({ delays }) => bucketsOf(delays.accepted, delayBoundsMs),
  },
  {
    name: `${prefix}acked_delay_seconds`,
    type: 'histogram',
    help: 'From the timestamp of a record to its acknowledgement by an indexer. Without acknowledgement all 0.',
    labels: [],
    read: ({ delays }) => bucketsOf(delays.acked, delayBoundsMs),
  },
];

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
