// A process of its own: sends all events as one contender does, and tells what it took.
import { hecContenders } from './contenders.js';
import { makeLines } from './workload.js';

const [name, url, events, bytes] = process.argv.slice(2) as [string, string, string, string];
const contender = hecContenders.find((each) => each.name === name);
if (contender === undefined) throw new Error(`no contender is called ${name}`);

const count = Math.max(4000, Math.round((Number(events) * contender.share) / 4000) * 4000);
const lines = makeLines(Number(bytes));
// Warm: what is compiled in the first second is not what a long run costs.
await contender.driver({ url, events: Math.min(count, Math.max(4000, count / 5)), lines });

const begun = performance.now();
const cpu = process.cpuUsage();
await contender.driver({ url, events: count, lines });
const { user, system } = process.cpuUsage(cpu);
process.send?.({
  eventsPerSecond: (count / (performance.now() - begun)) * 1000,
  cpuPerMillion: (user + system) / count,
  peakBytes: process.resourceUsage().maxRSS * 1024,
});
process.disconnect?.();
