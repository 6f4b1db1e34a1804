import { drawCauses } from './draw/causes.js';
import { createChart } from './draw/chart.js';
import { drawFigures } from './draw/figures.js';
import { byId } from './draw/find.js';
import { drawHeadline } from './draw/headline.js';
import { drawHistoryTable } from './draw/history-table.js';
import { setAttribute, setText } from './draw/set-text.js';
import { createTable } from './draw/table.js';
import { askHistory, askStatus, NoAnswer } from './live/ask.js';
import { startBeat } from './live/beat.js';
import { answered, type Connection, opened, unanswered } from './live/connection.js';
import { causes } from './view/causes.js';
import { deadLetters } from './view/dead-letters.js';
import { deliveries } from './view/deliveries.js';
import { figures } from './view/figures.js';
import { brokenHeadline, goneHeadline, headline } from './view/headline.js';
import { history, historyRows } from './view/history.js';
import { partitions } from './view/partitions.js';
import { program } from './view/program.js';
import { workers } from './view/workers.js';

// The chain of the page: ask, remember what came (or that nothing came), turn it into words and rows, draw those.

const tables = [
  [createTable('deliveries'), deliveries],
  [createTable('workers'), workers],
  [createTable('partitions'), partitions],
  [createTable('dead-letters'), deadLetters],
] as const;
const charts = {
  rate: createChart('chart-rate'),
  lag: createChart('chart-lag'),
  delay: createChart('chart-delay'),
};

/** What a tab that nobody looks at asks for less often. */
const period = (ms: number) => (): number => (document.hidden ? Math.max(10_000, ms) : ms);

let connection: Connection = opened(Date.now());

const status = startBeat(async () => {
  try {
    connection = answered(await askStatus(), Date.now());
  } catch (error) {
    connection = unanswered(connection, error instanceof NoAnswer ? error.message : String(error));
  }
  try {
    draw(connection);
  } catch (error) {
    drawHeadline(brokenHeadline(String(error)));
  }
}, period(1000));

const pastHour = startBeat(async () => {
  const report = await askHistory().catch(() => undefined);
  // That nobody answers is the headline's to say; the charts keep what they have.
  if (report === undefined) return;
  const lines = history(report);
  charts.rate.draw(lines.rate);
  charts.lag.draw(lines.lag);
  charts.delay.draw(lines.delay);
  drawHistoryTable(historyRows(report));
}, period(10_000));

for (const [target, event] of [
  [document, 'visibilitychange'],
  [window, 'pageshow'],
] as const) {
  target.addEventListener(event, () => {
    if (document.hidden) return;
    status.now();
    pastHour.now();
  });
}

function draw({ report, heardAt, problem }: Connection): void {
  setAttribute(document.documentElement, 'data-gone', problem === undefined ? undefined : 'yes');
  if (problem !== undefined) {
    // What is below stays as it was: it is the last that is known.
    drawHeadline(goneHeadline(heardAt, Date.now(), problem));
  } else if (report !== undefined) {
    drawHeadline(headline(report));
    setText(byId('program'), program(report));
    drawCauses(causes(report));
    drawFigures(figures(report));
    for (const [table, view] of tables) table.draw(view(report));
  }
}
