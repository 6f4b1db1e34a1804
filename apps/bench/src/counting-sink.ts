// A process of its own: answers 200 to every request and counts newlines. Tells its parent when the first event came
// and when all have. With a delay as second argument it acknowledges, as an indexer does.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { AckBook } from './ack-book.js';

const target = Number(process.argv[2]);
const ackDelayMs = process.argv[3];
const acks = ackDelayMs === undefined ? undefined : new AckBook(Number(ackDelayMs));
const plainAnswer = '{"text":"Success","code":0}';
let count = 0;

const channelOf = (request: IncomingMessage): string => String(request.headers['x-splunk-request-channel']);

function answer(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
  response.end(text);
}

function countLines(chunk: Buffer): void {
  const before = count;
  for (let at = 0; at < chunk.length; at++) if (chunk[at] === 10) count++;
  if (before === 0 && count > 0) process.send?.({ type: 'first' });
  if (before < target && count >= target) process.send?.({ type: 'all' });
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

const server = createServer((request, response) => {
  if (acks !== undefined && request.url?.endsWith('/ack')) {
    answerAsk(acks, request, response);
    return;
  }
  // Nobody waits for a number: then the sink does not take the contenders' time with counting.
  if (target === 0) request.resume();
  else request.on('data', countLines);
  request.on('end', () => {
    const ackId = acks?.taken(channelOf(request), performance.now());
    answer(response, ackId === undefined ? plainAnswer : `{"text":"Success","code":0,"ackId":${ackId}}`);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  process.send?.({ type: 'port', port: (server.address() as { port: number }).port }),
);
process.once('disconnect', () => process.exit());
