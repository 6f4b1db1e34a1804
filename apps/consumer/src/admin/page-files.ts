import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the live page, ready to be sent. */
export interface PageFile {
  /** Value of `Content-Type`. */
  readonly type: string;
  readonly body: Buffer;
}

/**
 * `Content-Security-Policy` for every file of the page: its own scripts and styles, its own questions, icons that it
 * writes itself, and nothing else. No other page may frame it.
 */
export const pageSecurityPolicy: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Beside `src` and `dist` alike, both in the repository and in what npm installs. */
const sources = fileURLToPath(new URL('../../page/', import.meta.url));
const built = fileURLToPath(new URL('../../dist/page/', import.meta.url));

/**
 * The live page by URL path: `/`, its style sheets and its scripts, read once and for all. Only these paths exist, so
 * no path of a request ever becomes a path of the file system. The page asks for `status.json` and `history.json`
 * beside it.
 *
 * @throws what `fs` throws where the package is not built or not complete
 */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  return new Map([
    ['/', read(sources, 'index.html', 'text/html')],
    ...folder(sources, '.css', 'text/css'),
    ...folder(built, '.js', 'text/javascript'),
  ]);
}

/** All files below a folder with this ending, as `/page/<path>`. */
function folder(root: string, ending: string, type: string): [string, PageFile][] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => extname(path) === ending)
    .map((path) => [`/page/${path.split(sep).join('/')}`, read(root, path, type)]);
}

function read(root: string, path: string, type: string): PageFile {
  return { type: `${type}; charset=utf-8`, body: readFileSync(join(root, path)) };
}
