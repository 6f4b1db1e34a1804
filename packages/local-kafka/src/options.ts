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

/** Options of `startKafka`. */
export interface LocalKafkaOptions {
  /** Number of brokers, each a controller too. @defaultValue 1 */
  readonly brokers?: number;
  /** Listeners beside PLAINTEXT, which is always there. */
  readonly listeners?: { readonly tls?: TlsListener };
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
