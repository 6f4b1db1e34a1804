const AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36';

/** Access-log lines of exactly `bytes` bytes, a thousand different ones, joined by newlines. */
export function payloadLines(bytes: number): string {
  return Array.from({ length: 1000 }, (_, number) => {
    const line = `10.0.${number % 256}.${(number * 7) % 256} - - [23/Nov/2026:10:${String(number % 60).padStart(2, '0')}:00 +0000] "GET /item/${number} HTTP/1.1" 200 ${number * 13} "-" "${AGENT}"`;
    return line.padEnd(bytes, '.').slice(0, bytes);
  }).join('\n');
}
