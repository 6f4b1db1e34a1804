/** A bearer token, as SASL OAUTHBEARER carries it (RFC 7628, KIP-255). */
export interface BearerToken {
  readonly value: string;
  /** SASL extensions some services want beside the token, for instance `logicalCluster`. */
  readonly extensions?: Readonly<Record<string, string>>;
}

/**
 * Gives the token of a login; asked whenever a connection is made or has to log in again, so it should remember a
 * token while that is fresh. May reject: the login is tried again then. It has 10 s.
 */
export type TokenProvider = () => Promise<BearerToken>;

/** Login by user name and password. */
export interface PasswordLogin {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  /** The password, or a function that gives the one in force: it is called at each login. */
  readonly password: string | (() => string);
}

/** Login by a token. `clientCredentials` makes a provider for an OAuth server. */
export interface TokenLogin {
  readonly mechanism: 'oauthbearer';
  readonly token: TokenProvider;
}

/**
 * Login with the AWS identity of this process, at Amazon MSK. Needs the package `aws-msk-iam-sasl-signer-js`, and TLS.
 */
export interface MskIamLogin {
  readonly mechanism: 'aws-msk-iam';
  /** AWS region of the cluster: `eu-central-1`. */
  readonly region: string;
}

/** How to log in to the brokers. PLAIN sends the password as it is, so use it over TLS. */
export type KafkaSasl = PasswordLogin | TokenLogin | MskIamLogin;

/** Kafka's name of the mechanism, and who logs in, for messages. */
export function describeLogin(sasl: KafkaSasl): string {
  switch (sasl.mechanism) {
    case 'oauthbearer':
      return 'OAUTHBEARER';
    case 'aws-msk-iam':
      return `AWS MSK IAM in ${sasl.region}`;
    default:
      return `${sasl.mechanism.toUpperCase()} as ${sasl.username}`;
  }
}
