import { isIP, isIPv4, isIPv6 } from 'node:net';
import { domainToASCII } from 'node:url';
import { type Kind, kindOf, type Reading } from './kind.js';

const LABELS =
  /^(?=.{1,253}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?$/;
const HOST = 'a host name or an IP address';

/** A host alone, ready to stand in a URL: an IPv6 address comes out in brackets, however it was written. */
export const host: Kind<string> = {
  expected: HOST,
  // A scheme, or a port behind a name, is the usual mistake; what is left is looked at by the program.
  schema: { text: '^(?!.*//)([^:]+|.*:.*:.*)$' },
  read: (text): Reading<string> => {
    if (text.includes('//'))
      return { expected: `${HOST} alone, not a URL; port and use_https are keys of their own` };
    const address = text.replace(/^\[(.*)\]$/, '$1');
    if (isIPv6(address)) return { value: `[${address}]` };
    if (isHostName(text) || isIPv4(text)) return { value: text };
    if (/:\d+$/.test(text)) return { expected: `${HOST} alone; the port goes under port` };
    return { expected: HOST };
  },
};

/** A base URL of HEC, as it is used: no slash at its end. */
export const baseUrl: Kind<string> = kindOf(
  'a URL such as https://splunk.example.com:8088, without user, query and /services/collector',
  (text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol)) return undefined;
    if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return undefined;
    const path = url.pathname.replace(/\/+$/, '');
    return path.includes('/services/collector') ? undefined : url.origin + path;
  },
  { text: '^[hH][tT][tT][pP][sS]?:' },
);

/** A name to expect in a certificate: a host name; TLS allows no address there (RFC 6066). */
export const serverName: Kind<string> = kindOf('a host name (not an IP address)', (text) =>
  isHostName(text) && isIP(text) === 0 ? text : undefined,
);

/** `host:port`; an IPv6 address stands in brackets. */
export const broker: Kind<string> = kindOf(
  'host:port, as in kafka-1.example.com:9092 or [2001:db8::1]:9092',
  (text) => {
    const [, name = '', port = ''] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
    const address = /^\[(.*)\]$/.exec(name)?.[1];
    const goodHost = address === undefined ? isHostName(name) || isIPv4(name) : isIPv6(address);
    return goodHost && Number(port) >= 1 && Number(port) <= 65_535 ? text : undefined;
  },
  { text: '^.+:\\d{1,5}$' },
);

/** Splunk's channel is a GUID: 32 hexadecimal digits in groups of 8-4-4-4-12. */
export const guid: Kind<string> = kindOf(
  'a GUID, as `uuidgen` prints it',
  (text) => (isGuid(text) ? text : undefined),
  { text: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' },
);

/** An `http` or `https` URL without user and password in it. */
export const tokenUrl: Kind<string> = kindOf(
  'a URL, https:// or http://, without user and password',
  (text) => {
    if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
    const { username, password } = new URL(text);
    return username === '' && password === '' ? text : undefined;
  },
  { text: '^[hH][tT][tT][pP][sS]?://' },
);

/** A HEC token stands in a header: no spaces, no line breaks, ASCII only. */
export const token: Kind<string> = kindOf(
  'the token alone: no spaces, no line break at its end, printable ASCII only',
  (text) => (/^[\x21-\x7e]+$/.test(text) ? text : undefined),
  { text: '^[\\x21-\\x7e]+$' },
);

const TOPIC = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/;

/** A topic name as Kafka allows it: 1 to 249 of letters, digits, `.`, `_` and `-`; not `.` or `..`. */
export const topic: Kind<string> = kindOf(
  'a topic name: 1 to 249 letters, digits, ".", "_" and "-"',
  (text) => (TOPIC.test(text) ? text : undefined),
  { text: TOPIC.source },
);

/** True for 32 hexadecimal digits in groups of 8-4-4-4-12. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}

/** A last label of digits would be read as an IPv4 address by URLs: `1.2.3` became `1.2.0.3`. */
function isHostName(text: string): boolean {
  const ascii = domainToASCII(text);
  return LABELS.test(/\P{ASCII}/u.test(text) ? ascii : text) && !/(^|\.)(0x[0-9a-f]*|\d+)\.?$/i.test(text);
}
