import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, commonHeaders, plain } from './answer.js';
import { isLoopbackHost } from './host-check.js';
import { type AdminSources, routeOf } from './routes.js';

/** How requests are answered. */
export interface HandlerOptions {
  readonly sources: AdminSources;
  /** Whether only requests for a name of loopback are answered. */
  readonly loopbackOnly: boolean;
  /** Something failed that should not; whoever asked is told no more than that. */
  readonly onError: (error: unknown) => void;
}

/** Answers one request. Never throws, and says nothing of the inside. */
export async function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: HandlerOptions,
): Promise<void> {
  let answer: Answer;
  try {
    answer = await answerTo(request, options);
  } catch (error) {
    options.onError(error);
    answer = plain(500, 'the answer could not be made; the log says why');
  }
  // Whoever sends what is not asked for is not spoken to twice.
  const close: Record<string, string> =
    answer.status < 400 || answer.status === 503 ? {} : { connection: 'close' };
  response.writeHead(answer.status, {
    ...commonHeaders,
    'content-type': answer.type,
    'content-length': Buffer.byteLength(answer.body),
    ...answer.headers,
    ...close,
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

async function answerTo(
  request: IncomingMessage,
  { sources, loopbackOnly }: HandlerOptions,
): Promise<Answer> {
  const { method, url = '', headers } = request;
  if (loopbackOnly && !isLoopbackHost(headers.host)) {
    return plain(403, 'this server answers to localhost and 127.0.0.1 only: admin.host is loopback');
  }
  if (method !== 'GET' && method !== 'HEAD') return plain(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
  if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0) {
    return plain(413, 'a request has no body here');
  }
  const route = routeOf(url.split('?', 1)[0] as string, sources);
  return route === undefined ? plain(404, 'nothing here') : await route();
}
