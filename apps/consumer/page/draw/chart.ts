import { type ChartData, chart, chartHeight, stepAt } from '../view/chart.js';
import { byId, element } from './find.js';
import { setAttribute, setText } from './set-text.js';

/** A chart on the page. */
export interface DrawnChart {
  draw(data: ChartData): void;
}

const svg = 'http://www.w3.org/2000/svg';

/**
 * Builds a chart in the figure with this id. The plane is stretched to the figure's width by the browser, so nothing
 * is computed again when the window changes; words are beside it and not in it, since they would be stretched too.
 */
export function createChart(figureId: string): DrawnChart {
  const figure = byId(figureId);
  const caption = element('figcaption');
  const title = element('b');
  const reading = element('span', 'reading');
  caption.append(title, reading);
  const frame = element('div', 'frame');
  const marks = element('div', 'scale');
  marks.setAttribute('aria-hidden', 'true');
  marks.append(element('span'), element('span'), element('span'));
  const plane = element('div', 'plane');
  const { picture, area, line } = createPicture();
  const cursor = element('div', 'cursor');
  cursor.hidden = true;
  plane.append(picture, cursor);
  frame.append(marks, plane);
  const times = element('div', 'times');
  times.setAttribute('aria-hidden', 'true');
  times.append(element('span'), element('span'), element('span'));
  figure.append(caption, frame, times);

  let last: ChartData | undefined;
  const read = (x: number): void => {
    const step = last === undefined ? undefined : stepAt(last, x);
    cursor.hidden = step === undefined;
    cursor.style.left = `${x * 100}%`;
    setText(reading, step?.text ?? '');
  };
  plane.addEventListener('pointermove', ({ clientX }) => {
    const { left, width } = plane.getBoundingClientRect();
    read(Math.min(0.9999, Math.max(0, (clientX - left) / width)));
  });
  plane.addEventListener('pointerleave', () => read(-1));

  return {
    draw(data) {
      last = data;
      const view = chart(data);
      setText(title, view.title);
      setAttribute(picture, 'aria-label', view.summary);
      setAttribute(picture, 'viewBox', `0 0 ${view.span} ${chartHeight}`);
      setAttribute(line, 'd', view.line);
      setAttribute(area, 'd', view.area);
      view.scale.forEach((text, at) => {
        setText(marks.children[at] as Element, text);
      });
      view.times.forEach((text, at) => {
        setText(times.children[at] as Element, text);
      });
    },
  };
}

function createPicture(): { picture: SVGElement; area: SVGElement; line: SVGElement } {
  const picture = document.createElementNS(svg, 'svg');
  const area = document.createElementNS(svg, 'path');
  const line = document.createElementNS(svg, 'path');
  picture.setAttribute('preserveAspectRatio', 'none');
  picture.setAttribute('role', 'img');
  area.setAttribute('class', 'area');
  line.setAttribute('class', 'line');
  picture.append(area, line);
  return { picture, area, line };
}
