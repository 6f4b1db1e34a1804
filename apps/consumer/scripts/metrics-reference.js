// Renders docs/metrics.md from the table of metrics. A unit test fails when the committed page differs.
import { delayBoundsMs } from '../dist/delay/delay-buckets.js';
import { metricTable } from '../dist/metrics/metric-table.js';
import { requestBoundsMs } from '../dist/requests/request-counts.js';

const opening = `# Metrics

<!-- Written by \`pnpm write-docs\` from the tables in apps/consumer/src/metrics. Change it there. -->

The admin server answers \`/metrics\` in the text format of Prometheus, all workers together:

\`\`\`yaml
scrape_configs:
  - job_name: kafka-splunk-consumer
    static_configs:
      - targets: ['127.0.0.1:9464']
\`\`\`

- **Counters rise** as long as the program runs, also when a worker dies: what it had counted is kept, as far as it had
  told, and workers tell every second.
- **One moment.** All values of one scrape belong together. A worker's are at most a second older.
- **Few series.** \`topic\` and \`partition\` are those that this program has, never more; \`endpoint\` is one of \`hec.urls\`
  (once per address where a name has several), and in \`endpoint_state\` also \`<url> acknowledgements\`, while acknowledgements
  of that one cannot be asked for; \`worker\`, \`process\`, \`state\`, \`reason\`, \`purpose\` and \`answer\` are closed sets. What stands in
  events becomes no label. The \`endpoint\` of requests is scheme, host and port.
- **Sum over programs.** Every partition is with one member of the group, so \`sum(kafka_splunk_consumer_lag_records)\` over
  all programs is the lag of the group.
- **\`reason\` of dead letters**: \`hec-6\` is code 6 of Splunk's answer, \`http-413\` a status without a code, \`refused-here\`
  what never was sent.
`;

const closing = `## Delays

\`accepted_delay\` and \`acked_delay\` count events, from the timestamp of the record. Their bounds, in seconds:
${delayBoundsMs.map((bound) => bound / 1000).join(', ')}.
A run of records is counted by the timestamps at its ends, and halved where these fall into different buckets: the
number of events is exact, and so is the bucket as long as timestamps rise within the run. Records without a timestamp are
not counted; one from the future counts as 0.

\`request_duration\` counts requests with events. Its bounds, in seconds: ${requestBoundsMs.map((bound) => bound / 1000).join(', ')}.

## Questions to ask

\`\`\`promql
# Events a second, over all programs.
sum(rate(kafka_splunk_consumer_delivered_events_total[1m]))
# Nothing moves though there is something to move.
max by (instance) (kafka_splunk_consumer_state{state="standing-still"}) == 1
# Somebody has to mend something.
max by (endpoint) (kafka_splunk_consumer_endpoint_state{state="paused"}) == 1
# The oldest record that is not in Splunk yet, in seconds.
max(kafka_splunk_consumer_oldest_unsettled_age_seconds)
# 99 of 100 events were taken within so many seconds of being written.
histogram_quantile(0.99, sum by (le) (rate(kafka_splunk_consumer_accepted_delay_seconds_bucket[5m])))
# So much of what is asked of each endpoint is refused or gets no answer. Not as 1 minus the share of 200: an endpoint that
# never answered so has no series for it, and would not show.
sum by (endpoint) (rate(kafka_splunk_consumer_requests_total{purpose="events",answer!="200"}[5m]))
  / sum by (endpoint) (rate(kafka_splunk_consumer_requests_total{purpose="events"}[5m]))
# A worker has no CPU left.
max(rate(kafka_splunk_consumer_process_cpu_seconds_total{process!="supervisor"}[5m])) > 0.9
\`\`\`
`;

/** The text of docs/metrics.md. */
export function renderMetricsReference() {
  const sections = metricTable.map(({ title, metrics }) => {
    const rows = metrics.map(
      ({ name, type, labels, help }) =>
        `| \`${name}\` | ${type} | ${labels.map((label) => `\`${label}\``).join(', ')} | ${help} |`,
    );
    return `## ${title}\n\n| metric | type | labels | what it is, and what to do |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
  });
  return [opening, ...sections, closing].join('\n');
}
