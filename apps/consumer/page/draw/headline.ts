import type { Headline } from '../view/headline.js';
import { byId } from './find.js';
import { setAttribute, setText } from './set-text.js';

let announced = '';

/** The headline, the tab's title and its icon; a change of state is announced once. */
export function drawHeadline({ level, text, title, announcement, announceKey }: Headline): void {
  setAttribute(document.documentElement, 'data-level', level);
  setText(byId('headline'), text);
  if (document.title !== title) document.title = title;
  setAttribute(byId('icon'), 'href', icons[level]);
  if (announceKey === announced) return;
  announced = announceKey;
  setText(byId('announcement'), announcement);
}

/** The shapes of the style sheet once more: a tab among thirty is found by its icon. */
const icons = {
  ok: icon('%2330a46c', '<circle cx="8" cy="8" r="6"/>'),
  quiet: icon('%23888', '<circle cx="8" cy="8" r="4.5" fill="none" stroke="%23888" stroke-width="3"/>'),
  warning: icon('%23d29922', '<path d="M8 1 16 15H0Z"/>'),
  critical: icon('%23e5484d', '<path d="M2 2h12v12H2Z"/>'),
} as const;

function icon(fill: string, shape: string): string {
  return `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="${fill}">${shape}</svg>`;
}
