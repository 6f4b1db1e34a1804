import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Config } from '@kafka-splunk/config';
import type { HecProbe, ProbeAnswer } from '@kafka-splunk/hec-client/probe';
import { plainTargets } from '../../worker/route/plain-targets.js';
import { type Finding, failed, ok, warning } from '../finding.js';
import { answerWords } from './answer-words.js';
import { faultFinding } from './endpoint-findings.js';

/** For the acknowledgement of a test event: an idle indexer takes about 1.3 s, a busy one longer. */
const ACK_PATIENCE_MS = 15_000;
const ACK_POLL_MS = 500;

/** Sends one event to each destination of the config, one after the other. */
export async function* sendTestEvents(
  probe: HecProbe,
  endpoint: string,
  config: Config,
): AsyncGenerator<Finding> {
  for (const { destination, envelope } of plainTargets(config)) {
    const { index } = destination;
    const subject = `${endpoint}, ${index === undefined ? "the token's index" : `index ${index}`}`;
    const text = `kafka-splunk-consumer check: test event ${randomUUID()}`;
    const answer = await probe.send(destination, text, envelope);
    yield await eventFinding(probe, subject, answer);
  }
}

async function eventFinding(probe: HecProbe, subject: string, answer: ProbeAnswer): Promise<Finding> {
  if (answer.kind === 'fault') return faultFinding('hec.event', subject, answer);
  const found = answerWords(answer);
  if (answer.code === 7) return failed('hec.event', subject, 'CHECK_HEC_INDEX', found);
  if (answer.status !== 200 || answer.code === undefined) {
    return failed('hec.event', subject, 'CHECK_HEC_EVENT', found);
  }
  if (answer.ackId === undefined) return ok('hec.event', subject, 'a test event was taken');
  const startedAt = performance.now();
  while (performance.now() - startedAt < ACK_PATIENCE_MS) {
    if (await probe.indexed(answer.ackId)) {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      return ok('hec.event', subject, `a test event was taken, and indexed after ${seconds} s`);
    }
    await setTimeout(ACK_POLL_MS);
  }
  const waited = `taken, but not acknowledged in ${ACK_PATIENCE_MS / 1000} s`;
  return warning('hec.event', subject, 'CHECK_HEC_NOT_INDEXED', waited);
}
