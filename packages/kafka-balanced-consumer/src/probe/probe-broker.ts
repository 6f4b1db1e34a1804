import type { BrokerFault, BrokerProbe, ProbeBrokerOptions } from './broker-probe.js';
import { faultOf } from './fault-of.js';
import { isLineError, Line, type LineError, type LineOptions } from './line.js';
import {
  apiVersionsRequest,
  readHandshakeAnswer,
  saslHandshakeRequest,
  UNSUPPORTED_MECHANISM,
} from './wire.js';

const TIMEOUT_MS = 5000;

/**
 * Tries the way to one broker step by step, and says which step fails: name, connection, TLS, Kafka, mechanism of login.
 * It speaks the protocol itself, where the client would only say that the connection was closed, and where TLS and
 * plaintext are mixed up it tries the other one. It does not log in: that is {@link createKafkaCheckup}'s.
 *
 * Never rejects.
 */
export async function probeBroker(options: ProbeBrokerOptions): Promise<BrokerProbe> {
  const line = lineOptions(options);
  const startedAt = performance.now();
  try {
    return await converse(line, options, startedAt);
  } catch (error) {
    if (!isLineError(error)) throw error;
    return { kind: 'fault', fault: await judge(line, error), text: error.message };
  }
}

async function converse(
  options: LineOptions,
  { sasl }: ProbeBrokerOptions,
  startedAt: number,
): Promise<BrokerProbe> {
  const line = await Line.open(options);
  try {
    await line.ask(apiVersionsRequest);
    const ms = performance.now() - startedAt;
    const mechanism = sasl === undefined ? 'NONE' : nameOf(sasl.mechanism);
    // A broker may hang up on what it does not take; that is no worse than an answer that we cannot read.
    const body = await line.ask((id) => saslHandshakeRequest(id, mechanism)).catch(() => undefined);
    const answer = body === undefined ? undefined : readHandshakeAnswer(body);
    const mechanisms = answer?.mechanisms ?? [];
    const said = loginFault(sasl !== undefined, answer?.errorCode, mechanisms);
    if (said !== undefined) return { kind: 'fault', ...said, mechanisms };
    const { tls } = line;
    if (tls === undefined) return { kind: 'ok', ms, mechanisms };
    const certificateEndsAt = Date.parse(tls.getPeerCertificate().valid_to);
    return { kind: 'ok', ms, mechanisms, tls: { protocol: tls.getProtocol() ?? 'TLS', certificateEndsAt } };
  } finally {
    line.close();
  }
}

function loginFault(
  configured: boolean,
  errorCode: number | undefined,
  mechanisms: readonly string[],
): { fault: BrokerFault; text: string } | undefined {
  const takes = mechanisms.length > 0 ? `it takes ${mechanisms.join(', ')}` : 'it names none that it takes';
  if (!configured) {
    return errorCode === UNSUPPORTED_MECHANISM ? { fault: 'wants-login', text: takes } : undefined;
  }
  if (errorCode === 0) return undefined;
  if (errorCode === UNSUPPORTED_MECHANISM) return { fault: 'other-mechanism', text: takes };
  return { fault: 'takes-no-login', text: 'the listener knows no login' };
}

/** A fault, after a second look where two faults look alike: does the port speak the other of TLS and plaintext? */
async function judge(line: LineOptions, error: LineError): Promise<BrokerFault> {
  const fault = faultOf(error);
  if (line.tls === undefined && fault === 'not-kafka') {
    // Its certificate does not matter here: that it has one is the answer.
    const speaksTls = await answers({ ...line, tls: { rejectUnauthorized: false } }, false);
    return speaksTls ? 'wants-tls' : fault;
  }
  if (line.tls !== undefined && error.stage === 'handshake' && fault === 'tls-failed') {
    return (await answers({ ...line, tls: undefined }, true)) ? 'speaks-no-tls' : fault;
  }
  return fault;
}

async function answers(options: LineOptions, inKafka: boolean): Promise<boolean> {
  try {
    const line = await Line.open(options);
    try {
      if (inKafka) await line.ask(apiVersionsRequest);
      return true;
    } finally {
      line.close();
    }
  } catch (error) {
    if (isLineError(error)) return false;
    throw error;
  }
}

function lineOptions({ broker, tls, timeoutMs = TIMEOUT_MS }: ProbeBrokerOptions): LineOptions {
  const [, host = '', port = '0'] = /^\[?(.*?)\]?:(\d+)$/.exec(broker) ?? [];
  return {
    host,
    port: Number(port),
    tls:
      tls === undefined || tls === false
        ? undefined
        : tls === true
          ? {}
          : { ...(typeof tls === 'function' ? tls() : tls) },
    timeoutMs,
  };
}

function nameOf(mechanism: string): string {
  return mechanism === 'aws-msk-iam' ? 'OAUTHBEARER' : mechanism.toUpperCase();
}
