// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files
import { boolean, oneOf, path } from '../kinds/basic-kinds.js';
import {
  baseUrl,
  guid,
  host as hostKind,
  serverName as serverNameKind,
  token as tokenKind,
} from '../kinds/network-kinds.js';
import { wholeNumber } from '../kinds/number-kinds.js';
import { originalTemplate } from '../kinds/template-kinds.js';
import type { Template } from '../template/template.js';
import { type EventKeys, eventKeys } from './event-keys.js';
import type { Key, ListKey } from './key.js';
import { type TlsKeys, tlsKeys } from './tls-keys.js';

/** The HEC host. */
export const host: Key<string> = {
  path: 'hec.host',
  kind: hostKind,
  since: 'original',
  absent: 'this or `urls` is needed',
  example: 'hec.splunk.example.com',
  says:
    'Host of the HTTP Event Collector, or the VIP in front of a tier of them. No scheme, no port. A name with several ' +
    'addresses is looked up again and again, and each of them is an endpoint.',
};

/** Several endpoints. */
export const urls: ListKey<string> = {
  path: 'hec.urls',
  list: true,
  kind: baseUrl,
  since: 'new',
  absent: 'made of `host`, `port` and `use_https`',
  example: '[https://hec-1.example.com:8088, https://hec-2.example.com:8088]',
  says:
    'Base URLs of several endpoints. The one with the fewest requests in flight is next; a dead one does not stop the ' +
    'others, and comes back by itself. Not beside `host`, `port` and `use_https`.',
};

/** The HEC port. */
export const port: Key<number> = {
  path: 'hec.port',
  kind: wholeNumber({ min: 1, max: 65_535 }),
  since: 'original',
  fallback: '8088',
  example: '8088',
  says: 'Port of the HTTP Event Collector.',
};

/** The channel. */
export const channel: Key<string> = {
  path: 'hec.channel',
  kind: guid,
  since: 'original',
  absent: 'none is sent',
  example: '408c8da1-b9b1-460b-aeb4-56426865bca1',
  says:
    'Channel that every request names. Splunk wants one only where the token has indexer acknowledgement on. With `ack` ' +
    'it is not used as written: each session makes a channel that begins with its first group.',
};

/** The token. */
export const token: Key<string> = {
  path: 'hec.token',
  kind: tokenKind,
  since: 'original',
  secret: true,
  absent: 'this or `token_file` is needed',
  example: '${HEC_TOKEN}',
  says: 'HEC token. Better kept out of the file: `token_file` or `${NAME}`.',
};

/** The file that holds the token. */
export const tokenFile: Key<string> = {
  path: 'hec.token_file',
  kind: path,
  since: 'new',
  absent: 'none',
  example: '/run/secrets/hec-token',
  says: 'File that holds the token; white space around it is cut off. It is read again when it changes. Not beside `token`.',
};

/** The kind of endpoint. */
export const endpoint: Key<'raw' | 'event'> = {
  path: 'hec.endpoint',
  kind: oneOf('raw', 'event'),
  since: 'new',
  fallback: 'raw',
  example: 'event',
  says:
    '`raw` sends the bytes of a record as they are, one event a line; a record that holds newlines is split by the ' +
    "sourcetype's rules. `event` sends one JSON envelope per record: take it where records hold newlines.",
};

/** The sourcetype of every event. */
export const sourcetype: Key<Template> = {
  path: 'hec.sourcetype',
  kind: originalTemplate,
  since: 'original',
  absent: "the token's",
  example: 'access_combined',
  says: 'Sourcetype of every event, unless a route names another. May hold placeholders.',
};

/** The source of every event. */
export const source: Key<Template> = {
  path: 'hec.source',
  kind: originalTemplate,
  since: 'original',
  absent: "the token's",
  example: 'hec:nginx',
  says:
    'Source of every event, unless a route names another. Any characters; they are encoded for the URL. May hold ' +
    'placeholders.',
};

/** What the events are made of, unless a route says otherwise. */
export const events: EventKeys = eventKeys('hec');

/** HTTPS or HTTP. */
export const useHttps: Key<boolean> = {
  path: 'hec.use_https',
  kind: boolean,
  since: 'original',
  fallback: 'true',
  example: 'true',
  says: 'HTTPS, or plain HTTP with `false`: then the token and the events cross the network in clear.',
};

/** Whether the certificate is verified. */
export const verifySsl: Key<boolean> = {
  path: 'hec.verify_ssl',
  kind: boolean,
  since: 'original',
  fallback: 'true',
  example: 'true',
  says: '`false` accepts any certificate. Better: give the authority as `hec.tls.cafile`.',
};

/** Whether bodies are compressed. */
export const useCompression: Key<boolean> = {
  path: 'hec.use_compression',
  kind: boolean,
  since: 'original',
  fallback: 'false',
  example: 'true',
  says: 'Compress request bodies with gzip.',
};

/** The gzip level. */
export const compresslevel: Key<number> = {
  path: 'hec.compresslevel',
  kind: wholeNumber({ min: 0, max: 9 }),
  since: 'original',
  fallback: '9',
  example: '1',
  says:
    'Level of gzip, 0 (none) to 9 (smallest). Counts only with `use_compression`. Level 1 costs about a fifth of the ' +
    'CPU of level 9 for bodies a fifth larger.',
};

/** One request at a time. */
export const ordered: Key<boolean> = {
  path: 'hec.ordered',
  kind: boolean,
  since: 'new',
  fallback: 'false',
  example: 'true',
  says:
    '`true` keeps one request in flight per destination, so that requests never overtake each other. Slower. Splunk ' +
    'orders by time anyway, and inside a request records keep their order.',
};

/** TLS towards Splunk. */
export const tls: TlsKeys = tlsKeys('hec.tls', 'new');

/** The name in the certificate. */
export const servername: Key<string> = {
  path: 'hec.tls.servername',
  kind: serverNameKind,
  since: 'new',
  absent: 'the host',
  example: 'hec.splunk.example.com',
  says: "Name to expect in the server's certificate where it is not `hec.host`, for instance behind an address.",
};
