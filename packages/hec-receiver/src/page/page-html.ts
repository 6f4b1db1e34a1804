import { createHash } from 'node:crypto';
import { pageScript } from './page-script.js';
import { pageStyle } from './page-style.js';

const numbers = [
  ['rate', 'events a second'],
  ['events', 'events taken'],
  ['megabytes', 'megabytes taken'],
  ['requests', 'requests'],
  ['refused', 'failures'],
  ['pending', 'acks pending'],
] as const;

function table(
  id: string,
  title: string,
  columns: readonly (readonly [title: string, isNumber: boolean])[],
): string {
  const heads = columns.map(
    ([text, isNumber]) => `<th scope="col"${isNumber ? ' class="number"' : ''}>${text}</th>`,
  );
  return `<section aria-labelledby="${id}-title" tabindex="0"><h2 id="${id}-title">${title}</h2>
<table><thead><tr>${heads.join('')}</tr></thead><tbody id="${id}"></tbody></table></section>`;
}

/** The page at `/`: one document, no outside assets. Numbers come by script from `/receiver.json`. */
export const pageHtml: string = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>HEC receiver</title>
<link rel="icon" href="data:,">
<style>${pageStyle}</style>
</head>
<body>
<main>
<header><h1>HEC receiver</h1><span id="state" role="status">connecting</span></header>
<noscript><p>This page needs JavaScript. The same numbers are at <a href="receiver.json">receiver.json</a>.</p></noscript>
<dl class="numbers" aria-label="Totals">
${numbers.map(([id, text]) => `<div><dt>${text}</dt><dd id="${id}">–</dd></div>`).join('\n')}
</dl>
<div class="pair">
${table('statuses', 'Answers', [
  ['status', false],
  ['requests', true],
])}
${table('faults', 'Faults to come', [['fault', false]])}
</div>
${table('runs', 'Runs', [
  ['run', false],
  ['received', true],
  ['distinct', true],
  ['repeated', true],
  ['missing', true],
])}
${table('destinations', 'Destinations', [
  ['index', false],
  ['sourcetype', false],
  ['source', false],
  ['endpoint', false],
  ['events', true],
])}
<section aria-labelledby="sample-title"><h2 id="sample-title">Last events</h2><ul id="sample"></ul></section>
</main>
<script>${pageScript}</script>
</body>
</html>
`;

/** Headers of the page. The policy lets nothing run or load but what stands in it. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy':
    `default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; ` +
    `frame-ancestors 'none'; script-src '${hashOf(pageScript)}'; style-src '${hashOf(pageStyle)}'`,
};

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
