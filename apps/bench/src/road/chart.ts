import type { RowResult } from './result.js';

const WIDTH = 960;
const BAR = 16;
const STEP = 26;
const TOP = 58;
const GAP = 70;
/** Widest letter of a name at 13 px, on average; system fonts differ. */
const LETTER = 7.2;
/** Room for the figure behind a bar. */
const FIGURE = 110;
/** Bars that cost more than this multiple of the yardstick are cut off: one of them would make dots of all others. */
const CUT_AT = 2;

/** Colours follow the page that shows the picture; both sets have a contrast of at least 4.5 to their ground. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .ground { fill: #ffffff }
  .head { font-weight: 600 }
  .bar { fill: #0969da }
  .yardstick { fill: #8c959f }
  .gap { stroke: #ffffff; stroke-width: 2; fill: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .ground { fill: #0d1117 }
    .bar { fill: #4493f8 }
    .yardstick { fill: #7d8590 }
    .gap { stroke: #0d1117 }
  }`;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

interface Panel {
  readonly head: string;
  readonly value: (row: RowResult) => number;
  readonly word: (value: number) => string;
  /** Whether bars beyond {@link CUT_AT} of the yardstick are cut off. */
  readonly cut: boolean;
}

const panels: readonly Panel[] = [
  {
    head: 'CPU seconds per million events (shorter is better)',
    value: (row) => row.cpuPerMillion,
    word: (value) => value.toFixed(2),
    cut: true,
  },
  {
    head: 'Events per second (longer is better)',
    value: (row) => row.eventsPerSecond,
    word: (value) => Math.round(value).toLocaleString('en-US'),
    cut: false,
  },
];

/** The rows of a picture, how much room their names take, and which of them is the yardstick. */
interface Picture {
  readonly rows: readonly RowResult[];
  readonly names: number;
  readonly yardstick: RowResult | undefined;
}

function drawPanel({ head, value, word, cut }: Panel, picture: Picture, top: number): string {
  const { rows, names, yardstick } = picture;
  const limit = cut && yardstick !== undefined ? CUT_AT * value(yardstick) : Number.POSITIVE_INFINITY;
  const most = Math.min(limit, Math.max(...rows.map(value)));
  const room = WIDTH - names - FIGURE;
  const bars = rows.map((row, index) => {
    const y = top + 16 + index * STEP;
    const width = Math.max(1, (Math.min(value(row), most) / most) * room);
    const end = names + width;
    const isCut = value(row) > most;
    return [
      `<text x="${names - 10}" y="${y + 13}" text-anchor="end">${escaped(row.name)}</text>`,
      `<rect class="${row === yardstick ? 'yardstick' : 'bar'}" x="${names}" y="${y}" width="${width.toFixed(1)}" height="${BAR}" rx="2"/>`,
      // Two slanted gaps say that it goes on.
      ...(isCut
        ? [`<path class="gap" d="M${end - 24} ${y + BAR + 1}l6 -${BAR + 2}m6 0l-6 ${BAR + 2}"/>`]
        : []),
      `<text x="${(end + 8).toFixed(1)}" y="${y + 13}">${word(value(row))}</text>`,
    ].join('\n');
  });
  return [`<text class="head" x="${names}" y="${top}">${head}</text>`, ...bars].join('\n');
}

/**
 * Bars for the cost and the speed of the rows whose events are as large as the yardstick's, as an SVG picture that
 * follows light and dark.
 *
 * @param key - of the yardstick, which is drawn in grey
 */
export function roadChart(all: readonly RowResult[], key: string, title: string): string {
  const yardstick = all.find((row) => row.key === key);
  const rows = all.filter(({ eventBytes }) => eventBytes === (yardstick?.eventBytes ?? eventBytes));
  const names = Math.round(40 + LETTER * Math.max(...rows.map(({ name }) => name.length)));
  const picture: Picture = { rows, names, yardstick };
  const panelHeight = rows.length * STEP + GAP;
  const height = TOP + panels.length * panelHeight - GAP + 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}
</style>
<rect class="ground" width="${WIDTH}" height="${height}" rx="6"/>
<text class="head" x="20" y="28">${escaped(title)}</text>
${panels.map((panel, index) => drawPanel(panel, picture, TOP + index * panelHeight)).join('\n')}
</svg>
`;
}
