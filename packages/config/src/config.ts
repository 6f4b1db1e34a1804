import type { Secret } from './secret.js';

/** TLS files, already read: PEM text. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: Secret;
  /** Name to expect in the server's certificate instead of the host. HEC only. */
  readonly servername?: string;
}

/** Where the records of some topics go. What it leaves out is taken from `hec`. */
export interface Route {
  /** Topic names this route is for. */
  readonly topics: readonly string[];
  readonly endpoint: 'raw' | 'event';
  readonly index?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  /** The event's `host` field (not the HEC host). */
  readonly host?: string;
}

/** The configuration in force: checked, with every default filled in. */
export interface Config {
  readonly hec: {
    /** Base URL made of `host`, `port` and `use_https`. */
    readonly url: string;
    readonly endpoint: 'raw' | 'event';
    readonly channel?: string;
    /** Read it with `reveal()` when a request is made. */
    readonly token: Secret;
    /** File the token came from, to be read again when it is rotated. */
    readonly tokenFile?: string;
    readonly source?: string;
    readonly sourcetype?: string;
    readonly verifySsl: boolean;
    readonly tls?: TlsFiles;
    /** Undefined: no compression. */
    readonly gzipLevel?: number;
    readonly ordered: boolean;
  };
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly group: string;
    readonly topics: readonly string[];
    readonly initialOffset: 'earliest' | 'latest';
    /** Undefined: no TLS. */
    readonly tls?: TlsFiles;
  };
  readonly general: {
    readonly workers: number | 'auto';
    /** Events per request; undefined where the file has no `batch_size`: then bytes decide. */
    readonly batchSize?: number;
    readonly batchBytes: number;
    readonly lingerMs: number;
    /** Bytes that may be held by all workers together. */
    readonly memoryBytes: number;
    readonly drainDeadlineMs: number;
  };
  /** Undefined where the file has none of the `network` keys: then the client's own waiting holds. */
  readonly network: {
    readonly retryAttempts?: number;
    readonly firstWaitMs?: number;
    readonly maxWaitMs?: number;
    readonly factor?: number;
    readonly jitterMs?: number;
  };
  readonly logging: { readonly level: 'debug' | 'info' | 'warning' | 'error' | 'critical' };
  readonly routes: readonly Route[];
  readonly deadLetters: {
    /** Folder of the dead-letter files, `<group>-<worker>.jsonl` each. */
    readonly directory: string;
  };
}

/** Something the user should know about a file that is valid: an old key that does nothing any more. */
export interface Notice {
  readonly file: string;
  readonly line: number;
  readonly key: string;
  readonly text: string;
}

/** What `loadConfig` answers. */
export interface LoadedConfig {
  readonly config: Config;
  readonly notices: readonly Notice[];
}
