// A process of its own: answers 200 to every request and counts events. Tells its parent when the first one came and
// when all have. It can acknowledge as an indexer does, and refuse everything until it is told to serve.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AckBook } from './ack-book.js';
import type { SinkOrders } from './sink.js';
import { lengths, Numbers, newlines, type Tally } from './tally.js';

const orders = JSON.parse(process.argv[2] as string) as SinkOrders;
const { events: target, ackDelayMs, count: way = { by: 'newlines' } } = orders;
const acks = ackDelayMs === undefined ? undefined : new AckBook(ackDelayMs);
const plainAnswer = '{"text":"Success","code":0}';
const busyAnswer = '{"text":"Server is busy","code":9}';
const numbers = way.by === 'numbers' ? new Numbers(target) : undefined;
let refusing = orders.refuse === true;
let begun = false;
let count = 0;

const channelOf = (request: IncomingMessage): string => String(request.headers['x-splunk-request-channel']);

function answer(response: ServerResponse, text: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
  response.end(text);
}

/** Pieces of several requests come mixed: each has a tally of its own, but for numbers, which are of the whole run. */
function tallyFor(): Tally {
  if (way.by === 'numbers') return numbers as Numbers;
  return way.by === 'lengths' ? lengths(way.lineBytes) : newlines();
}

function add(events: number): void {
  const before = count;
  count += events;
  if (before < target && count >= target)
    process.send?.({ type: 'all', repeated: numbers?.repeated ?? 0, foreign: numbers?.foreign ?? 0 });
}

function answerAsk(book: AckBook, request: IncomingMessage, response: ServerResponse): void {
  let text = '';
  request.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  request.on('end', () => {
    const { acks: ids } = JSON.parse(text) as { acks: number[] };
    answer(response, book.ask(channelOf(request), ids, performance.now()));
  });
}

function countEvents(request: IncomingMessage): void {
  const tally = tallyFor();
  // Lines of one request must not be cut by those of another: numbers are read from whole bodies.
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => {
    if (!begun) process.send?.({ type: 'first' });
    begun = true;
    if (numbers === undefined) tally.chunk(piece);
    else pieces.push(piece);
  });
  request.on('end', () => {
    for (const piece of pieces) tally.chunk(piece);
    add(tally.end(request.headers['content-encoding'] === 'gzip'));
  });
}

const server = createServer((request, response) => {
  if (acks !== undefined && request.url?.endsWith('/ack')) {
    answerAsk(acks, request, response);
    return;
  }
  const refused = refusing;
  // Nobody waits for a number: then the sink does not take the contenders' time with counting.
  if (target === 0 || refused) request.resume();
  else countEvents(request);
  request.on('end', () => {
    if (refused) {
      answer(response, busyAnswer, 503);
      return;
    }
    const ackId = acks?.taken(channelOf(request), performance.now());
    answer(response, ackId === undefined ? plainAnswer : `{"text":"Success","code":0,"ackId":${ackId}}`);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  process.send?.({ type: 'port', port: (server.address() as { port: number }).port }),
);
process.on('message', () => {
  refusing = false;
});
process.once('disconnect', () => process.exit());
