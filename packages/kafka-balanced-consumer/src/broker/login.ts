import type { KafkaConfig, Mechanism } from 'kafkajs';
import { ConsumerError, messageOf } from '../errors.js';
import { mskIamTokens } from '../security/msk-iam.js';
import { describeLogin, type KafkaSasl, type PasswordLogin, type TokenProvider } from '../security/sasl.js';
import { chainOf } from './failure.js';

/** Longest wait for a token, milliseconds; kafkajs would wait for ever. */
const TOKEN_TIMEOUT_MS = 10_000;

/** A login in the form of kafkajs. */
export function kafkajsLogin(sasl: KafkaSasl): NonNullable<KafkaConfig['sasl']> {
  switch (sasl.mechanism) {
    case 'oauthbearer':
      return bearer(sasl.token);
    case 'aws-msk-iam':
      return bearer(mskIamTokens(sasl.region));
    default:
      return byPassword(sasl);
  }
}

function byPassword({ mechanism, username, password }: PasswordLogin): NonNullable<KafkaConfig['sasl']> {
  // kafkajs has a type for each mechanism and the same fields in all three.
  const type = mechanism as 'plain';
  return {
    mechanism: type,
    username,
    // kafkajs reads it at each login, so one that was mended is taken without a restart.
    get password() {
      return typeof password === 'function' ? password() : password;
    },
  };
}

/**
 * OAUTHBEARER of our own. kafkajs's does not look at the answer: a broker refuses a token with a message that is no
 * error of the protocol (RFC 7628, 3.2.2), kafkajs takes it for a yes, and the connection breaks with the next request.
 */
function bearer(provider: TokenProvider): Mechanism {
  return {
    mechanism: 'oauthbearer',
    authenticationProvider: ({ saslAuthenticate }) => ({
      authenticate: async () => {
        const { value, extensions } = await soon(provider());
        const fields = Object.entries(extensions ?? {}).map(([name, text]) => `${name}=${text}\u0001`);
        const refusal = await saslAuthenticate<string>({
          request: {
            encode: () => withLength(`n,,\u0001auth=Bearer ${value}\u0001${fields.join('')}\u0001`),
          },
          response: { decode: (raw) => raw.subarray(4), parse: (bytes) => bytes.toString() },
        });
        if (refusal) throw new ConsumerError('KBC_LOGIN', `the token was refused: ${refusal}`);
      },
    }),
  };
}

function withLength(text: string): Buffer {
  const body = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length);
  return Buffer.concat([length, body]);
}

async function soon<T>(token: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ConsumerError('KBC_TOKEN', `the token provider gave no token in ${TOKEN_TIMEOUT_MS} ms`));
    }, TOKEN_TIMEOUT_MS);
  });
  try {
    return await Promise.race([token, tooLate]);
  } catch (error) {
    if (
      typeof error === 'object' &&
      error !== null &&
      'code' in error &&
      String(error.code).startsWith('KBC_')
    )
      throw error;
    throw new ConsumerError('KBC_TOKEN', `the token provider failed: ${messageOf(error)}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

const REFUSALS: readonly unknown[] = [
  'KafkaJSSASLAuthenticationError',
  'SASL_AUTHENTICATION_FAILED',
  'ILLEGAL_SASL_STATE',
  'UNSUPPORTED_SASL_MECHANISM',
];

/** A refused login in words that say whose it was and what to do; undefined where the error is another one. */
export function refusedLogin(sasl: KafkaSasl | undefined, error: unknown): ConsumerError | undefined {
  const links = chainOf(error);
  const refused = links.some(
    (link) =>
      REFUSALS.includes(link.name) ||
      REFUSALS.includes(link.type) ||
      (link as { code?: unknown }).code === 'KBC_LOGIN',
  );
  if (!refused) return undefined;
  const said = messageOf(error).replace(/\.$/, '');
  if (sasl === undefined) {
    const words = `Kafka wants a login at this address and none is configured: ${said}`;
    return new ConsumerError('KBC_LOGIN', words, { cause: error });
  }
  const check =
    'password' in sasl
      ? 'check user name, password and mechanism'
      : 'check the token and the rights behind it';
  return new ConsumerError(
    'KBC_LOGIN',
    `Kafka refused the login (${describeLogin(sasl)}): ${said}; ${check}. It is tried again`,
    { cause: error },
  );
}
