import type { ServerResponse } from 'node:http';
import type { ReceiverSnapshot } from '../receiver-contract.js';
import { pageHeaders, pageHtml } from './page-html.js';

/** Serves the page and its data. False where the path is none of theirs. */
export function servePage(
  path: string,
  method: string | undefined,
  response: ServerResponse,
  snapshot: () => ReceiverSnapshot,
): boolean {
  if (method !== 'GET' && method !== 'HEAD') return false;
  if (path === '/') {
    response.writeHead(200, pageHeaders).end(pageHtml);
    return true;
  }
  if (path === '/receiver.json') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end(JSON.stringify(snapshot()));
    return true;
  }
  return false;
}
