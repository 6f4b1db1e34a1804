import type { LoadedConfig } from '@kafka-splunk/config';
import { readCpu } from '../supervisor/cpu-readings.js';
import { countWorkers } from '../supervisor/worker-count.js';
import { deadLetterFinding } from './dead-letters.js';
import { type Finding, ok, warning } from './finding.js';
import { checkEndpoint, endpointsOf } from './hec/check-endpoint.js';
import { inOrder } from './in-order.js';
import { checkKafka } from './kafka/check-kafka.js';
import { counted } from './words.js';

/** What is checked. */
export interface CheckChoice {
  readonly file: string;
  /** Sends an event to each destination; without it none is sent. */
  readonly sendTestEvent: boolean;
}

/** Makes all checks of a config at the same time, and gives their findings in the order of the report. */
export async function* runChecks(
  { config, notices }: LoadedConfig,
  { file, sendTestEvent }: CheckChoice,
): AsyncGenerator<Finding> {
  const workers = countWorkers(config.general.workers, readCpu());
  for (const { line, key, text } of notices) {
    yield warning('config', `${file}:${line}`, 'CHECK_CONFIG_NOTICE', `${key} ${text}`);
  }
  yield ok('config', file, `is valid; ${counted(workers, 'worker')} on this machine`);
  yield await deadLetterFinding(config);
  const endpoints = await endpointsOf(config.hec.urls);
  yield* inOrder([
    checkKafka(config, workers),
    ...endpoints.map((endpoint) => checkEndpoint({ config, endpoint, sendTestEvent })),
  ]);
}
