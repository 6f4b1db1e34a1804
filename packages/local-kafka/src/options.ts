/** A TLS listener: PEM texts for the broker, and whether clients must show a certificate. */
export interface TlsListener {
  /** Certificate of the broker, PEM. */
  readonly cert: string;
  /** Its key, PEM (PKCS#8, not encrypted). */
  readonly key: string;
  /** Authorities that client certificates are checked against, PEM. */
  readonly ca: string;
  /** `required`: a client without a certificate is refused. @defaultValue `none` */
  readonly clientAuth?: 'none' | 'required';
}

/**
 * A SASL listener that takes PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 and OAUTHBEARER; the last with Kafka's unsecured
 * validator: a token is a JWT without a signature that names a subject (`sub`) and has not expired (`exp`).
 */
export interface SaslListener {
  /** Passwords by user name, for PLAIN and both SCRAM. */
  readonly users: Readonly<Record<string, string>>;
  /** OAUTHBEARER clients must log in again after so many milliseconds. @defaultValue never */
  readonly reauthenticateAfterMs?: number;
}

/** Options of `startKafka`. */
export interface LocalKafkaOptions {
  /** Number of brokers, each a controller too. @defaultValue 1 */
  readonly brokers?: number;
  /** Listeners beside PLAINTEXT, which is always there. With both there is SASL over TLS too. */
  readonly listeners?: { readonly tls?: TlsListener; readonly sasl?: SaslListener };
  /**
   * Rights are looked at (`StandardAuthorizer`): these users may do everything, others what their ACLs say, which is
   * nothing at first. Whoever comes over a listener without login may do everything too: that is how the brokers talk
   * to each other. @defaultValue everybody may do everything
   */
  readonly superUsers?: readonly string[];
  /**
   * Milliseconds that a new group waits for more members, so that workers that start together share one first
   * generation. @defaultValue 3000, as Kafka's own default is
   */
  readonly initialRebalanceDelayMs?: number;
  /** More lines for `server.properties`: `{ 'message.max.bytes': '20000000' }`. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Told what takes time: fetching jars, formatting, starting. */
  readonly onProgress?: (line: string) => void;
}
