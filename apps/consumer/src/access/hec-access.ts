import { type Config, type TlsFiles, type TlsWatchOptions, tlsInForce } from '@kafka-splunk/config';
import { type HecTls, tokenFromFile } from '@kafka-splunk/hec-client';
import { presentFields } from '../worker/present-fields.js';
import { mapped, pem } from './kafka-access.js';

/** TLS towards Splunk as the config has it. */
export function hecTls({ tls, verifySsl }: Pick<Config['hec'], 'tls' | 'verifySsl'>): HecTls {
  return { ...(tls ? pem(tls) : {}), ...presentFields({ servername: tls?.servername }), verify: verifySsl };
}

/**
 * TLS towards Splunk as its files are when it is asked.
 *
 * @param watch - told when renewed certificates are taken, or cannot be used
 */
export function hecTlsInForce({ tls, verifySsl }: Config['hec'], watch?: TlsWatchOptions): () => HecTls {
  const source: () => TlsFiles = tls === undefined ? () => none : tlsInForce(tls, watch);
  return mapped(source, (files) => hecTls({ verifySsl, ...(tls === undefined ? {} : { tls: files }) }));
}

const none: TlsFiles = {};

/** The token as its file has it when it is asked; the one that was read at the start while the file is not there. */
export function hecToken({ token, tokenFile }: Config['hec']): () => string {
  if (tokenFile === undefined) return () => token.reveal();
  const fromFile = tokenFromFile(tokenFile);
  return () => {
    try {
      return fromFile() || token.reveal();
    } catch {
      return token.reveal();
    }
  };
}
