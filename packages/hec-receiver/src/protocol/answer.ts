/** What goes back over the wire. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const json = { 'Content-Type': 'application/json; charset=UTF-8' };

// Splunk's "Troubleshoot HTTP Event Collector" (10.4): codes 0-27; 28 was seen on Splunk Cloud 10.5.
const table = new Map<number, readonly [status: number, text: string]>([
  [0, [200, 'Success']],
  [1, [403, 'Token disabled']],
  [2, [401, 'Token is required']],
  [3, [401, 'Invalid authorization']],
  [4, [403, 'Invalid token']],
  [5, [400, 'No data']],
  [6, [400, 'Invalid data format']],
  [7, [400, 'Incorrect index']],
  [8, [500, 'Internal server error']],
  [9, [503, 'Server is busy']],
  [10, [400, 'Data channel is missing']],
  [11, [400, 'Invalid data channel']],
  [12, [400, 'Event field is required']],
  [13, [400, 'Event field cannot be blank']],
  [14, [400, 'ACK is disabled']],
  [15, [400, 'Error in handling indexed fields']],
  [16, [400, 'Query string authorization is not enabled']],
  [17, [200, 'HEC is healthy']],
  [18, [503, 'HEC is unhealthy, queues are full']],
  [19, [503, 'HEC is unhealthy, ack service unavailable']],
  [20, [503, 'HEC is unhealthy, queues are full, ack service unavailable']],
  [21, [400, 'Invalid token']],
  [22, [400, 'Token disabled']],
  [23, [503, 'Server is shutting down']],
  [24, [200, 'HEC is healthy but queue approaching capacity']],
  [25, [200, 'HEC is healthy but ack capacity approaching']],
  [26, [429, 'Queue at capacity']],
  [27, [429, 'Ack channel at capacity']],
  [28, [400, 'Data channel is missing']],
]);

/** The HTTP status Splunk sends with a HEC code, or undefined for a code that does not exist. */
export function statusOfCode(code: number): number | undefined {
  return table.get(code)?.[0];
}

/** What an answer may carry beside its code. */
export interface AnswerDetails {
  readonly status?: number | undefined;
  readonly text?: string | undefined;
  /** Printed as `invalid-event-number`. */
  readonly eventNumber?: number | undefined;
  readonly ackId?: number | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** The answer Splunk gives for a HEC code, in Splunk's order of fields. */
export function hecAnswer(code: number, details: AnswerDetails = {}): HttpAnswer {
  const [status, text] = table.get(code) ?? [400, 'Unknown code'];
  const body = {
    text: details.text ?? text,
    code,
    ...(details.eventNumber === undefined ? {} : { 'invalid-event-number': details.eventNumber }),
    ...(details.ackId === undefined ? {} : { ackId: details.ackId }),
  };
  return {
    status: details.status ?? status,
    body: JSON.stringify(body),
    headers: { ...json, ...details.headers },
  };
}

/** Any JSON with status 200: the answers of the ack endpoint and of the page's data. */
export function jsonAnswer(value: unknown): HttpAnswer {
  return { status: 200, body: JSON.stringify(value), headers: json };
}

/** What splunkd says for a path or method it does not serve. */
export const notFound: HttpAnswer = {
  status: 404,
  body: '{"text":"The requested URL was not found on this server.","code":404}',
  headers: json,
};

/** A body nobody takes for HEC's: what a proxy or load balancer in front of Splunk answers. */
export function proxyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return {
    status,
    body: `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>\n`,
    headers: { 'Content-Type': 'text/html', ...headers },
  };
}

/** splunkd's own words for a body over `max_content_length`: not HEC's, so there is no code in it. */
export function tooLargeAnswer(maxContentLength: number): HttpAnswer {
  return {
    status: 413,
    body: `Content-Length too large (maximum is ${maxContentLength})\n`,
    headers: { 'Content-Type': 'text/plain', Connection: 'close' },
  };
}

/** `Content-Encoding: deflate` and everything else that is not gzip. */
export const unsupportedEncoding: HttpAnswer = {
  status: 415,
  body: '{"text":"Unsupported Media Type","code":415}',
  headers: json,
};
