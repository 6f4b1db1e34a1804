import type { EventRules, Route } from './event-rules.js';
import type { Secret } from './secret.js';

/** Where TLS files were read from, to be read again when they are renewed. */
export interface TlsPaths {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly passphrase?: string;
}

/** TLS files, already read and checked: PEM text. An empty object is TLS with the authorities that Node trusts. */
export interface TlsFiles {
  /** Certificate authorities to trust instead of Node's own. */
  readonly ca?: string;
  /** Client certificate, intermediate ones behind it. Never without `key`. */
  readonly cert?: string;
  /** Private key of `cert`; `passphrase` opens it where it is encrypted. */
  readonly key?: string;
  /** Password of `key`. */
  readonly passphrase?: Secret;
  /** Name to expect in the server's certificate instead of the host. HEC only. */
  readonly servername?: string;
  /** Where they came from; missing where no file is named. */
  readonly paths?: TlsPaths;
}

/** How to log in to the brokers; secrets that came from a file are named with it, to be read again at each login. */
export type KafkaLogin =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: Secret;
      readonly passwordFile?: string;
    }
  | {
      readonly mechanism: 'oauthbearer';
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly clientSecretFile?: string;
      readonly scope?: string;
    }
  | { readonly mechanism: 'aws-msk-iam'; readonly region: string };

/** Indexer acknowledgement. */
export interface AckConfig {
  /** `auto`: where Splunk offers it. */
  readonly enabled: true | 'auto';
  readonly pollMs: number;
  readonly timeoutMs: number;
  /** Sessions of each worker with each endpoint. */
  readonly sessions: number;
}

/** Where status, metrics and the live page are served. */
export interface AdminConfig {
  /** Host name or address; an IPv6 address in brackets. */
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
}

/** The configuration in force: checked, with every default filled in. */
export interface Config {
  readonly hec: {
    /** Base URLs, at least one: `urls`, or the one made of `host`, `port` and `use_https`. */
    readonly urls: readonly string[];
    readonly channel?: string;
    /** Read it with `reveal()` when a request is made. */
    readonly token: Secret;
    /** File the token came from, to be read again when it is rotated. */
    readonly tokenFile?: string;
    readonly verifySsl: boolean;
    readonly tls?: TlsFiles;
    /** Undefined: no compression. */
    readonly gzipLevel?: number;
    readonly ordered: boolean;
    /** Undefined: events are done with at Splunk's 200. */
    readonly ack?: AckConfig;
  };
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly group: string;
    /** Topics to read by name. */
    readonly topics: readonly string[];
    /** Topics to read by pattern; new ones that match are taken in. */
    readonly topicPatterns: readonly RegExp[];
    /** Names and patterns that are left out of both. */
    readonly excludedTopics: readonly (string | RegExp)[];
    /** For topics that the group has never seen; `timestamp` in milliseconds since the epoch. */
    readonly initialOffset: 'earliest' | 'latest' | { readonly timestamp: number };
    /** Undefined: no TLS. */
    readonly tls?: TlsFiles;
    /** Undefined: no login. */
    readonly sasl?: KafkaLogin;
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
    /** Silence after which a worker counts as hanging. */
    readonly hangTimeoutMs: number;
    /** Resident bytes that one worker may take; `auto`: by its share of `memoryBytes` and by the container. */
    readonly workerMemoryBytes: number | 'auto';
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
  /** In the order of the file: the first one that fits a topic holds. */
  readonly routes: readonly Route[];
  /** What holds for topics without a route. */
  readonly unrouted: EventRules;
  readonly deadLetters: {
    /** Folder of the dead-letter files, `<group>-<worker>.jsonl` each. */
    readonly directory: string;
    /** Topic for them instead; the files are for what is too large for it. */
    readonly topic?: string;
  };
  /** Undefined: no admin server. */
  readonly admin?: AdminConfig;
}

/** Something the user should know about a file that is valid: an old key that does nothing any more. Say it once. */
export interface Notice {
  /** The configuration file, as it was given. */
  readonly file: string;
  /** Line of the key, from 1. */
  readonly line: number;
  /** Dotted key: `kafka.zookeeper_server`. */
  readonly key: string;
  /** The rest of a sentence that starts with the key. */
  readonly text: string;
}

/** What `loadConfig` answers. */
export interface LoadedConfig {
  readonly config: Config;
  readonly notices: readonly Notice[];
}
