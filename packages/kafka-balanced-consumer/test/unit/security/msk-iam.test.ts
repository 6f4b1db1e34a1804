import { expect, test } from '@jest/globals';
import { mskIamTokens } from '../../../src/security/msk-iam.js';

test('without the signer the error names what to install', async () => {
  await expect(mskIamTokens('eu-central-1')()).rejects.toMatchObject({
    code: 'KBC_OPTIONS',
    message: expect.stringContaining('npm install aws-msk-iam-sasl-signer-js'),
  });
});

test('the token is the signer’s, for the region; a signer that fails is told', async () => {
  const load = (generateAuthToken: (options: object) => Promise<object>) => async () => ({
    generateAuthToken,
  });
  const signed = mskIamTokens(
    'eu-central-1',
    load(async (options) => ({ token: JSON.stringify(options) })),
  );
  expect(await signed()).toEqual({ value: '{"region":"eu-central-1"}' });
  const failing = mskIamTokens(
    'r',
    load(() => Promise.reject(new Error('no credentials'))),
  );
  await expect(failing()).rejects.toMatchObject({
    code: 'KBC_TOKEN',
    message: expect.stringContaining('no credentials'),
  });
});
