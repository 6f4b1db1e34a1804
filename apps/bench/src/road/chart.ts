import type { RowResult } from './result.js';

const WIDTH = 860;
const NAMES = 290;
const BAR = 16;
const STEP = 26;
const TOP = 58;
const GAP = 70;

/** Colours follow the page that shows the picture; both sets have a contrast of at least 4.5 to their ground. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .ground { fill: #ffffff }
  .head { font-weight: 600 }
  .bar { fill: #0969da }
  .yardstick { fill: #8c959f }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ground { fill: #0d1117 }
    .bar { fill: #4493f8 }
    .yardstick { fill: #7d8590 }
  }`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

interface Panel {
  readonly head: string;
  readonly value: (row: RowResult) => number;
  readonly word: (value: number) => string;
}

const panels: readonly Panel[] = [
  {
    head: 'CPU seconds per million events (shorter is better)',
    value: (row) => row.cpuPerMillion,
    word: (value) => value.toFixed(2),
  },
  {
    head: 'Events per second (longer is better)',
    value: (row) => row.eventsPerSecond,
    word: (value) => Math.round(value).toLocaleString('en-US'),
  },
];

function drawPanel(
  { head, value, word }: Panel,
  rows: readonly RowResult[],
  yardstick: string,
  top: number,
): string {
  const most = Math.max(...rows.map(value));
  const room = WIDTH - NAMES - 110;
  const bars = rows.map((row, index) => {
    const y = top + 16 + index * STEP;
    const width = Math.max(1, (value(row) / most) * room).toFixed(1);
    const kind = row.key === yardstick ? 'yardstick' : 'bar';
    return [
      `<text x="${NAMES - 10}" y="${y + 13}" text-anchor="end">${escaped(row.name)}</text>`,
      `<rect class="${kind}" x="${NAMES}" y="${y}" width="${width}" height="${BAR}" rx="2"/>`,
      `<text x="${(NAMES + Number(width) + 8).toFixed(1)}" y="${y + 13}">${word(value(row))}</text>`,
    ].join('\n');
  });
  return [`<text class="head" x="${NAMES}" y="${top}">${head}</text>`, ...bars].join('\n');
}

/**
 * Bars for the cost and the speed of every row, as an SVG picture that follows light and dark.
 *
 * @param yardstick - key of the row that is drawn in grey
 */
export function roadChart(rows: readonly RowResult[], yardstick: string, title: string): string {
  const panelHeight = rows.length * STEP + GAP;
  const height = TOP + panels.length * panelHeight - GAP + 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="6"/>
<text class="head" x="20" y="28">${escaped(title)}</text>
${panels.map((panel, index) => drawPanel(panel, rows, yardstick, TOP + index * panelHeight)).join('\n')}
</svg>
`;
}
