import type { CauseView } from '../view/causes.js';
import { byId, element } from './find.js';
import { drawList } from './keyed-children.js';
import { setAttribute, setText } from './set-text.js';

/** What is in the way, worst first; one calm sentence when nothing is. */
export function drawCauses(views: readonly CauseView[]): void {
  byId('causes-none').hidden = views.length > 0;
  const list = byId('causes-list');
  list.hidden = views.length === 0;
  drawList(list, views, {
    key: ({ key }) => key,
    create: () => {
      const item = element('li');
      item.append(
        element('b', 'word marked'),
        element('span', 'text'),
        element('span', 'since'),
        element('span', 'remedy'),
      );
      return item;
    },
    update: (item, { level, word, text, since, remedy }) => {
      setAttribute(item, 'data-level', level);
      const [wordPart, textPart, sincePart, remedyPart] = item.children as unknown as [
        Element,
        Element,
        Element,
        Element,
      ];
      setText(wordPart, word);
      setText(textPart, text);
      setText(sincePart, since);
      setText(remedyPart, remedy);
    },
  });
}
