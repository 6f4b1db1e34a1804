import type { Config } from '@kafka-splunk/config';
import type { HecTls } from '@kafka-splunk/hec-client';
import { presentFields } from '../worker/present-fields.js';
import { pem } from './kafka-access.js';

/** TLS towards Splunk as the config has it. */
export function hecTls({ tls, verifySsl }: Config['hec']): HecTls {
  return { ...(tls ? pem(tls) : {}), ...presentFields({ servername: tls?.servername }), verify: verifySsl };
}
