import { requestBoundsMs } from '../requests/request-counts.js';
import { bucketsOf } from './buckets.js';
import { type Metric, prefix, single } from './metric.js';

/** What goes over the wire to Splunk, request by request. */
export const requestMetrics: readonly Metric[] = [
  {
    name: `${prefix}requests_total`,
    type: 'counter',
    help: 'Requests to Splunk that ended, by what they were for (events, ack, health) and by the status of the answer; none where there was no answer. A rising share of 503 says that Splunk is full, of none that the way to it is broken.',
    labels: ['endpoint', 'purpose', 'answer'],
    read: ({ requests }) =>
      requests.answers.map(({ endpoint, purpose, answer, count }) => ({
        labels: { endpoint, purpose, answer },
        value: count,
      })),
  },
  single(
    {
      name: `${prefix}request_bytes_total`,
      type: 'counter',
      help: 'Bytes of the request bodies with events, as they travelled: packed where gzip is on. Held against delivered_bytes_total it tells what gzip saves, and what is sent again.',
    },
    ({ requests }) => requests.sentBytes,
  ),
  {
    name: `${prefix}request_duration_seconds`,
    type: 'histogram',
    help: 'How long requests with events took, to the end of the answer. When it rises while endpoints are ok, Splunk or the network is slower.',
    labels: [],
    read: ({ requests }) => bucketsOf(requests.durations, requestBoundsMs),
  },
];
