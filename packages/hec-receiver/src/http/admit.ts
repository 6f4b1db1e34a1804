import type { IncomingMessage } from 'node:http';
import type { SeenRequest } from '../faults/fault.js';
import { authorize } from '../protocol/authorize.js';
import { channelOf } from '../protocol/channel.js';
import type { TokenOptions } from '../protocol/token-table.js';
import { type CodedAnswer, refuse } from './coded-answer.js';
import type { Tier } from './tier.js';

/** Who asks, and on which channel. */
export interface Caller {
  readonly token: TokenOptions;
  readonly channel: string | undefined;
}

/** Token first, then (for acks) whether it has acknowledgement at all, then the channel: Splunk's order. */
export function admit(
  tier: Tier,
  seen: SeenRequest,
  request: IncomingMessage,
  forAcks = false,
): Caller | CodedAnswer {
  const known = authorize(request.headers.authorization, seen.query.get('token'), tier.tokens);
  if ('code' in known) return refuse(known.code);
  if (forAcks && known.token.useAck !== true) return refuse(14);
  const header = request.headers['x-splunk-request-channel'];
  const needed = known.token.useAck === true;
  const verdict = channelOf(
    typeof header === 'string' ? header : undefined,
    seen.query.get('channel'),
    needed,
  );
  return 'code' in verdict ? refuse(verdict.code) : { token: known.token, channel: verdict.channel };
}
