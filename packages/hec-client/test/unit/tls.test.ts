import { afterEach, describe, expect, it } from '@jest/globals';
import { type Receiver, startReceiver } from '@kafka-splunk/hec-receiver';
import {
  testCaCertificate,
  testServerCertificate,
  testServerKey,
} from '@kafka-splunk/hec-receiver/test-certificates';
import { RecordedClient } from './recorded-client.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function receiver(tls = true): Promise<Receiver> {
  const one = await startReceiver(tls ? { tls: { cert: testServerCertificate, key: testServerKey } } : {});
  stops.push(() => one.stop());
  return one;
}

function send(options: ConstructorParameters<typeof RecordedClient>[0]): RecordedClient {
  const client = new RecordedClient(options);
  stops.push(() => client.client.close());
  client.add(client.client.destination({ kind: 'event' }), ['a']);
  client.client.flush();
  return client;
}

describe('TLS', () => {
  it('delivers when the certificate holds', async () => {
    const { url, token } = await receiver();
    const client = send({ url, token, tls: { ca: testCaCertificate } });
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
  });

  it('verifies by default: an unknown authority pauses, and nothing is sent', async () => {
    const one = await receiver();
    const client = send({ url: one.url, token: one.token });
    await client.until(() => client.states.length > 0);
    expect(client.states[0]).toMatchObject({ state: 'paused', scope: 'endpoint' });
    expect(client.states[0]!.cause).toMatch(/certificate|UNABLE_TO/i);
    expect(one.requests.total).toBe(0);
  });

  it('takes renewed authorities for the next connection, and heals by that', async () => {
    const { url, token } = await receiver();
    let tls: { ca: string } = { ca: testServerCertificate };
    const client = send({ url, token, tls: () => tls });
    await client.until(() => client.states.length > 0);
    expect(client.states[0]).toMatchObject({ state: 'paused' });
    tls = { ca: testCaCertificate };
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
  });

  it('minds the name in the certificate', async () => {
    const { url, token } = await receiver();
    const tls = { ca: testCaCertificate, servername: 'splunk.example.com' };
    const client = send({ url, token, tls });
    await client.until(() => client.states.length > 0);
    expect(client.states[0]).toMatchObject({ state: 'paused' });
    expect(client.states[0]!.cause).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('can be told to accept any certificate', async () => {
    const { url, token } = await receiver();
    const client = send({ url, token, tls: { verify: false } });
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
  });

  it('against a server without TLS pauses with the cause', async () => {
    const { url, token } = await receiver(false);
    const client = send({ url: url.replace('http:', 'https:'), token });
    await client.until(() => client.states.length > 0);
    expect(client.states[0]).toMatchObject({ state: 'paused' });
    expect(client.states[0]!.cause).toMatch(/SSL|EPROTO/);
  });
});

describe('against the receiver', () => {
  it('a disabled token pauses and heals', async () => {
    const one = await receiver(false);
    one.tokens.disable(one.token);
    const client = send({ url: one.url, token: one.token });
    await client.until(() => client.states.length > 0);
    expect(client.states[0]!.cause).toBe('403 Token disabled (code 1)');
    one.tokens.enable(one.token);
    await client.client.idle();
    expect(client.delivered).toEqual(['a']);
  });
});
