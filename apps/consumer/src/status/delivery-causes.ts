import { noAckIdCause } from '@kafka-splunk/hec-client/codes';
import { deliveryWords } from '../observe/standstill.js';
import type { Cause, CauseCode } from './cause-codes.js';
import type { DeliveryStatus } from './status-report.js';

/** An endpoint that is busy for so long is more than a hiccup, in milliseconds. */
const HICCUP_MS = 10_000;

const codeOfAnswer: Readonly<Record<number, CauseCode>> = {
  1: 'token-refused',
  2: 'token-refused',
  3: 'token-refused',
  4: 'token-refused',
  7: 'index-refused',
  10: 'channel-refused',
  11: 'channel-refused',
  14: 'ack-disabled',
  16: 'token-refused',
  21: 'token-refused',
  22: 'token-refused',
  28: 'channel-refused',
};

/** Endpoints and destinations that do not take events. */
export function deliveryCauses(deliveries: readonly DeliveryStatus[], now: number): Cause[] {
  const someEndpointTakes = deliveries.some(({ scope, state }) => scope === 'endpoint' && state === 'ok');
  return deliveries
    .filter(({ state }) => state !== 'ok')
    .map((delivery) => ({
      severity:
        delivery.state === 'paused' || (!someEndpointTakes && now - delivery.since >= HICCUP_MS)
          ? 'critical'
          : 'warning',
      about: delivery.scope,
      name: delivery.name,
      text: deliveryWords(delivery, now),
      since: delivery.since,
      code: deliveryCode(delivery),
    }));
}

/** By the code of Splunk's answer, where the cause names one; else by what kind of trouble it is. */
export function deliveryCode({ scope, cause = '' }: Pick<DeliveryStatus, 'scope' | 'cause'>): CauseCode {
  if (/^\d+ events in a row were rejected/.test(cause)) return 'events-refused';
  if (cause === noAckIdCause) return 'ack-disabled';
  const code = /\(code (\d+)\)/.exec(cause)?.[1];
  const status = /^(\d{3})\b/.exec(cause)?.[1];
  if (code !== undefined) return codeOfAnswer[Number(code)] ?? 'splunk-busy';
  if (status === undefined) return scope === 'destination' ? 'endpoint-refuses' : 'endpoint-unreachable';
  if (status === '401' || status === '403') return 'token-refused';
  return status === '429' || status === '503' ? 'splunk-busy' : 'endpoint-refuses';
}
