// Imported before the program by NODE_OPTIONS: profiles this process and looks at its memory ten times a second.
// At its end both are written beside each other: FILE.<role>-<pid>.cpuprofile (for Chrome's developer tools or
// speedscope) and FILE.<role>-<pid>.memory.json.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector';

const role = process.send === undefined ? 'supervisor' : 'worker';
const file = `${process.env.BENCH_PROFILE}.${role}-${process.pid}`;
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.setSamplingInterval', { interval: 500 });
session.post('Profiler.start');

const peaks: Record<string, number> = {};
function look(): void {
  for (const [kind, bytes] of Object.entries(process.memoryUsage()))
    peaks[kind] = Math.max(peaks[kind] ?? 0, bytes);
}
setInterval(look, 100).unref();

process.once('exit', () => {
  look();
  session.post('Profiler.stop', (_, { profile }) =>
    writeFileSync(`${file}.cpuprofile`, JSON.stringify(profile)),
  );
  const last = process.memoryUsage();
  writeFileSync(
    `${file}.memory.json`,
    `${JSON.stringify({ execArgv: process.execArgv, peaks, last }, null, 2)}\n`,
  );
});
