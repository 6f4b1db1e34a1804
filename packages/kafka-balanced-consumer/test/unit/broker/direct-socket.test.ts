import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { directSockets, takeDirectly } from '../../../src/broker/direct-socket.js';

let server: Server;
let other: Promise<Socket>;

beforeEach(async () => {
  server = createServer();
  other = once(server, 'connection').then(([socket]) => socket as Socket);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(() => {
  server.close();
});

async function connected(): Promise<{ socket: Socket; peer: Socket }> {
  const { port } = server.address() as AddressInfo;
  const socket = directSockets({ host: '127.0.0.1', port, ssl: undefined as never, onConnect: () => {} });
  return { socket, peer: await other };
}

test('listeners of data get bytes of their own', async () => {
  const { socket, peer } = await connected();
  const heard: Buffer[] = [];
  socket.on('data', (bytes) => heard.push(bytes as Buffer));
  for (const text of ['first', 'then another']) {
    peer.write(text);
    await once(socket, 'data');
  }
  expect(Buffer.concat(heard).toString()).toBe('firstthen another');
  expect(heard[0]?.toString()).toBe('first');
  socket.destroy();
});

test('who takes directly gets the bytes where they were read, and nobody else any', async () => {
  const { socket, peer } = await connected();
  const heard: Buffer[] = [];
  socket.on('data', (bytes) => heard.push(bytes as Buffer));
  const taken: Buffer[] = [];
  const enough = new Promise<void>((resolve) => {
    takeDirectly(socket, (bytes) => {
      taken.push(bytes);
      resolve();
    });
  });
  peer.write('x'.repeat(1000));
  await enough;
  expect(heard).toEqual([]);
  expect(taken[0]?.buffer.byteLength).toBe(256 * 1024);
  socket.destroy();
});

test('sockets end as others do', async () => {
  const { socket, peer } = await connected();
  socket.on('data', () => {});
  peer.end('bye');
  await once(socket, 'end');
  const { socket: second } = await connected();
  second.on('error', () => {});
  second.destroy(new Error('no Kafka broker'));
  const [error] = (await once(second, 'error')) as [Error];
  expect(error.message).toBe('no Kafka broker');
});
