import { ConsumerError, messageOf } from '../errors.js';
import type { TokenProvider } from './sasl.js';

/** AWS's signer, as far as it is used. */
interface MskSigner {
  generateAuthToken(options: { readonly region: string }): Promise<{ readonly token: string }>;
}

const SIGNER = 'aws-msk-iam-sasl-signer-js';

/**
 * Tokens of AWS's own signer, which finds the identity as every AWS client does: environment, profile, instance or
 * pod role. Signing is local and cheap, so nothing is kept.
 *
 * @param load - imports the signer; for tests
 * @throws (from the provider) ConsumerError `KBC_OPTIONS` where the signer is not installed, `KBC_TOKEN` where it fails
 */
export function mskIamTokens(
  region: string,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): TokenProvider {
  return async () => {
    const signer = await load(SIGNER).catch((error: unknown) => {
      throw new ConsumerError(
        'KBC_OPTIONS',
        `login by AWS MSK IAM needs the package ${SIGNER}, which is not installed: npm install ${SIGNER}`,
        { cause: error },
      );
    });
    try {
      const { token } = await (signer as MskSigner).generateAuthToken({ region });
      return { value: token };
    } catch (error) {
      const words = `AWS's signer gave no token for ${region}: ${messageOf(error)}. Check the AWS credentials of this process`;
      throw new ConsumerError('KBC_TOKEN', words, { cause: error });
    }
  };
}
