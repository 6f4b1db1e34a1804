import type { Config } from '@kafka-splunk/config';
import type { ProbeAnswer } from '@kafka-splunk/hec-client/probe';
import { type Finding, failed, ok, skipped, warning } from '../finding.js';
import { answerWords } from './answer-words.js';
import { faultFinding } from './endpoint-findings.js';

/** Whether the token is good, from the answer to a request without events. */
export function tokenFinding(endpoint: string, answer: ProbeAnswer): Finding {
  if (answer.kind === 'fault') return faultFinding('hec.token', endpoint, answer);
  const found = answerWords(answer);
  switch (answer.code) {
    case 5:
      return ok('hec.token', endpoint, 'valid');
    case 1:
    case 22:
      return failed('hec.token', endpoint, 'CHECK_HEC_TOKEN_DISABLED', found);
    case 2:
    case 3:
    case 4:
    case 21:
      return failed('hec.token', endpoint, 'CHECK_HEC_TOKEN', found);
    case 9:
    case 18:
    case 20:
    case 26:
      return skipped('hec.token', endpoint, `${found}: nothing can be said of the token`);
    default:
      return warning('hec.token', endpoint, 'CHECK_HEC_ANSWER', found);
  }
}

/** Whether the acknowledgement of config and token agree, from the answer to a question for an id that never was. */
export function ackFinding(endpoint: string, answer: ProbeAnswer, { ack, channel }: Config['hec']): Finding {
  if (answer.kind === 'fault') return faultFinding('hec.ack', endpoint, answer);
  const wanted = ack === undefined ? 'off' : ack.enabled === true ? 'on' : 'auto';
  const off = answer.code === 14;
  if (!off && (answer.status !== 200 || answer.code !== undefined)) {
    return warning('hec.ack', endpoint, 'CHECK_HEC_ANSWER', answerWords(answer));
  }
  const found = `${off ? 'off' : 'on'} for the token, ${wanted} in the config`;
  if (off && wanted === 'on') return failed('hec.ack', endpoint, 'CHECK_HEC_ACK_OFF', found);
  if (off || wanted !== 'off') return ok('hec.ack', endpoint, found);
  // With a channel of the config Splunk takes the events; the acknowledgements pile up, and nobody asks for them.
  const judge = channel === undefined ? failed : warning;
  return judge('hec.ack', endpoint, 'CHECK_HEC_ACK_ON', found);
}

/** Whether gzip arrives as it should, from the answer to a compressed request without events. */
export function gzipFinding(endpoint: string, answer: ProbeAnswer): Finding {
  if (answer.kind === 'fault') return faultFinding('hec.gzip', endpoint, answer);
  if (answer.code === 5) return ok('hec.gzip', endpoint, 'taken');
  const refused = answer.status === 415 || answer.code === 6;
  return (refused ? failed : warning)(
    'hec.gzip',
    endpoint,
    refused ? 'CHECK_HEC_GZIP' : 'CHECK_HEC_ANSWER',
    answerWords(answer),
  );
}
