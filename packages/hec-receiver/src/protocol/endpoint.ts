/** The parts of HEC a request can be for. */
export type EndpointName = 'raw' | 'event' | 'ack' | 'health';

const paths = new Map<string, EndpointName>([
  ['/services/collector', 'event'],
  ['/services/collector/event', 'event'],
  ['/services/collector/event/1.0', 'event'],
  ['/services/collector/raw', 'raw'],
  ['/services/collector/raw/1.0', 'raw'],
  ['/services/collector/ack', 'ack'],
  ['/services/collector/ack/1.0', 'ack'],
  ['/services/collector/health', 'health'],
  ['/services/collector/health/1.0', 'health'],
]);

/** The endpoint behind a path, or undefined where HEC answers 404. A trailing slash is forgiven. */
export function endpointOf(path: string): EndpointName | undefined {
  return paths.get(path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path);
}

/** Whether the endpoint answers this method. The ack endpoint is listed by Splunk with GET as well as POST. */
export function allowsMethod(endpoint: EndpointName, method: string): boolean {
  if (endpoint === 'health') return method === 'GET' || method === 'HEAD';
  return method === 'POST' || (endpoint === 'ack' && method === 'GET');
}
