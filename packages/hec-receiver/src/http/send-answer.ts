import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from '../protocol/answer.js';

// What splunkd sends with every answer.
const always = { Server: 'Splunkd', 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'SAMEORIGIN' };

/** Sends a whole answer. */
export function sendAnswer(response: ServerResponse, answer: HttpAnswer): void {
  response.writeHead(answer.status, headersOf(answer));
  response.end(answer.body);
}

/** The headers of an answer, its length included. */
export function headersOf(answer: HttpAnswer): Record<string, string | number> {
  return { ...always, ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) };
}
