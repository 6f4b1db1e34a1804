import type { FigureView } from '../view/figures.js';
import { byId, element } from './find.js';
import { drawList } from './keyed-children.js';
import { setText } from './set-text.js';

/** The numbers that matter. */
export function drawFigures(views: readonly FigureView[]): void {
  drawList(byId('figures'), views, {
    key: ({ name }) => name,
    create: ({ name }) => {
      const group = element('div');
      group.append(element('dt', '', name), element('dd', 'value'), element('dd', 'note'));
      return group;
    },
    update: (group, { value, note }) => {
      const [, valuePart, notePart] = group.children as unknown as [Element, Element, Element];
      setText(valuePart, value);
      setText(notePart, note);
    },
  });
}
