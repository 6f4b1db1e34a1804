import { expect, test } from '@jest/globals';
import { endpointAddresses } from '../../../src/probe/index.js';

const of = (...addresses: string[]) => endpointAddresses('https://splunk:8088', async () => addresses);

test('a name with several addresses of one family is several endpoints', async () => {
  expect(await of('192.0.2.2', '192.0.2.1', '192.0.2.2', '2001:db8::1')).toEqual(['192.0.2.1', '192.0.2.2']);
});

test('a name with one of each, an address, and a name that nobody knows are left to the system', async () => {
  expect(await of('192.0.2.1', '2001:db8::1')).toEqual([]);
  const never = () => Promise.reject(new Error('asked all the same'));
  expect(await endpointAddresses('http://[2001:db8::1]:8088', never)).toEqual([]);
  expect(await endpointAddresses('https://splunk:8088', never)).toEqual([]);
});
