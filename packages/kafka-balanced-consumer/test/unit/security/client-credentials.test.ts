import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { clientCredentials } from '../../../src/index.js';

interface Asked {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let tokenUrl: string;
let asked: Asked[];
let answer: { status: number; body: unknown };

beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: { access_token: 'token-1', expires_in: 3600 } };
  server = createServer(async (request, response) => {
    asked.push({ headers: request.headers, body: await text(request) });
    response.writeHead(answer.status, { 'content-type': 'application/json', location: '/elsewhere' });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  tokenUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?tenant=1`;
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const client = { clientId: 'me:you', clientSecret: 's p&c' };

describe('clientCredentials', () => {
  test('asks as RFC 6749 says, and names the client form-encoded', async () => {
    const token = clientCredentials({ ...client, tokenUrl, scope: 'a b', extensions: { pool: 'p1' } });
    expect(await token()).toEqual({ value: 'token-1', extensions: { pool: 'p1' } });
    expect(asked[0]?.body).toBe('grant_type=client_credentials&scope=a+b');
    expect(asked[0]?.headers['content-type']).toContain('application/x-www-form-urlencoded');
    const basic = asked[0]?.headers.authorization?.replace('Basic ', '') ?? '';
    expect(Buffer.from(basic, 'base64').toString()).toBe('me%3Ayou:s+p%26c');
  });

  test('one request serves all connections while the token is fresh', async () => {
    const token = clientCredentials({ ...client, tokenUrl });
    await Promise.all([token(), token(), token()]);
    await token();
    expect(asked).toHaveLength(1);
  });

  test('a token with no life left is not kept, and the secret in force is taken', async () => {
    answer.body = { access_token: 'token-2', expires_in: 0.001 };
    let secret = 'old';
    const token = clientCredentials({ ...client, clientSecret: () => secret, tokenUrl });
    await token();
    secret = 'new';
    await new Promise((resolve) => setTimeout(resolve, 2));
    await token();
    const secrets = asked.map(({ headers }) =>
      Buffer.from(headers.authorization?.replace('Basic ', '') ?? '', 'base64').toString(),
    );
    expect(secrets).toEqual(['me%3Ayou:old', 'me%3Ayou:new']);
  });

  test.each([
    ['a refusal', 401, { error: 'invalid_client' }, /answered 401 invalid_client: check the client's id/],
    ['a redirect', 302, {}, /could not be asked/],
    ['no token', 200, { nothing: 1 }, /without an access_token/],
    ['no JSON', 200, undefined, /without an access_token/],
  ])('%s is an error without the secret, and the next call asks again', async (_, status, body, words) => {
    answer = { status, body };
    const token = clientCredentials({ ...client, tokenUrl });
    const error = await token().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'KBC_TOKEN', message: expect.stringMatching(words) });
    expect((error as Error).message).not.toContain(client.clientSecret);
    answer = { status: 200, body: { access_token: 'later' } };
    expect(await token()).toEqual({ value: 'later' });
  });

  test('an endpoint that is not there is named with the reason', async () => {
    const token = clientCredentials({ ...client, tokenUrl: 'http://127.0.0.1:1/token' });
    await expect(token()).rejects.toMatchObject({
      code: 'KBC_TOKEN',
      message: expect.stringMatching(/127\.0\.0\.1:1\/token could not be asked: .+/),
    });
  });
});
