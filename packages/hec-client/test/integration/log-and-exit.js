// A program that logs through pino's worker thread and ends without waiting for anything.
import pino from 'pino';

const [target, url, token, events] = process.argv.slice(2);
const transport = pino.transport({
  target,
  options: {
    url,
    token,
    destination: { kind: 'event', sourcetype: 'app', source: 'pino' },
    lingerMs: 60_000,
  },
});
const logger = pino(transport);
for (let i = 0; i < Number(events); i++) logger.info(`run=0000abcd&n=${i} ü`);
process.exit(0);
