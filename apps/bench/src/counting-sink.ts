// A process of its own: answers 200 to every request and counts newlines. Tells its parent when the first event came
// and when all have.
import { createServer } from 'node:http';

const target = Number(process.argv[2]);
const answer = '{"text":"Success","code":0}';
let count = 0;

const server = createServer((request, response) => {
  // Nobody waits for a number: then the sink does not take the contenders' time with counting.
  if (target === 0) request.resume();
  else
    request.on('data', (chunk: Buffer) => {
      const before = count;
      for (let at = 0; at < chunk.length; at++) if (chunk[at] === 10) count++;
      if (before === 0 && count > 0) process.send?.({ type: 'first' });
      if (before < target && count >= target) process.send?.({ type: 'all' });
    });
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length });
    response.end(answer);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () =>
  process.send?.({ type: 'port', port: (server.address() as { port: number }).port }),
);
process.once('disconnect', () => process.exit());
