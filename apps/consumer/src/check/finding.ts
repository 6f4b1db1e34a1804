import { type CheckCode, checkCodes } from './check-codes.js';

/** How a check went. `skipped`: it was not made, and why. */
export type CheckStatus = 'ok' | 'warning' | 'failed' | 'skipped';

/** What was looked at. Stable: scripts match it. */
export type CheckId =
  | 'config'
  | 'dead-letters'
  | 'kafka.broker'
  | 'kafka.login'
  | 'kafka.advertised'
  | 'kafka.topics'
  | 'kafka.partitions'
  | 'kafka.group'
  | 'kafka.dead-letters'
  | 'kafka.offsets'
  | 'hec.endpoint'
  | 'hec.health'
  | 'hec.token'
  | 'hec.ack'
  | 'hec.gzip'
  | 'hec.clock'
  | 'hec.event';

/** One line of the report. */
export interface Finding {
  readonly check: CheckId;
  /** Which broker, topic, endpoint. */
  readonly subject: string;
  readonly status: CheckStatus;
  /** With `warning` and `failed`: stable name of what is wrong. */
  readonly code?: CheckCode;
  /** What was seen, with numbers; no secrets. */
  readonly found: string;
  /** With `warning` and `failed`: what to do. */
  readonly remedy?: string;
}

/** All is well. */
export function ok(check: CheckId, subject: string, found: string): Finding {
  return { check, subject, status: 'ok', found };
}

/** It was not looked at. */
export function skipped(check: CheckId, subject: string, found: string): Finding {
  return { check, subject, status: 'skipped', found };
}

/** It would run, but somebody should look at it. */
export function warning(check: CheckId, subject: string, code: CheckCode, found: string): Finding {
  return { check, subject, status: 'warning', code, found, remedy: checkCodes[code].remedy };
}

/** It would not run. */
export function failed(check: CheckId, subject: string, code: CheckCode, found: string): Finding {
  return { check, subject, status: 'failed', code, found, remedy: checkCodes[code].remedy };
}
