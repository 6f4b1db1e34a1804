/** A rule of HEC: what Splunk does, what the client does about it, and the tests that show either. */
export interface Rule {
  readonly rule: string;
  readonly client: string;
  /** `package/file: title of the test`, below the package's `test` folder. */
  readonly tests: readonly string[];
}

const CLIENT = 'hec-client/unit/';
const RECEIVER = 'hec-receiver/unit/';
const outcomes = (title: string): string => `${CLIENT}delivery-outcomes.test.ts: ${title}`;
const requests = (title: string): string => `${CLIENT}requests.test.ts: ${title}`;
const trouble = (title: string): string => `${CLIENT}endpoint-trouble.test.ts: ${title}`;
const verdict = (title: string): string => `${CLIENT}delivery/verdict.test.ts: ${title}`;
const encode = (title: string): string => `${CLIENT}wire/encode-event.test.ts: ${title}`;
const golden = (title: string): string => `${CLIENT}golden/golden-requests.test.ts: ${title}`;
const faults = (title: string): string => `${RECEIVER}faults.test.ts: ${title}`;
const envelopes = (title: string): string => `${RECEIVER}envelopes.test.ts: ${title}`;
const endpoints = (title: string): string => `${RECEIVER}endpoints.test.ts: ${title}`;
const ack = (title: string): string => `${CLIENT}acknowledgement.test.ts: ${title}`;
const channels = (title: string): string => `${CLIENT}acknowledgement-channels.test.ts: ${title}`;
const acks = (title: string): string => `${RECEIVER}acks.test.ts: ${title}`;
const probe = (title: string): string => `${CLIENT}probe/hec-probe.test.ts: ${title}`;

/** The rules by subject, in the order of the page. */
export const rules: Readonly<Record<string, readonly Rule[]>> = {
  Endpoints: [
    {
      rule: 'Envelopes are concatenated, with or without newlines, or stand in an array.',
      client: 'Concatenates them with a newline.',
      tests: [envelopes('concatenated, on lines, in an array: all the same'), golden('event-objects')],
    },
    {
      rule: 'The raw endpoint takes bytes; metadata stands in the query.',
      client: 'Sends bytes as they are, one event a line; every value percent-encoded.',
      tests: [
        endpoints('raw keeps every byte between newlines'),
        golden('raw-metadata'),
        requests('carries raw bytes as they are, invalid UTF-8 included'),
      ],
    },
    {
      rule: 'An unknown path is answered with 404, during a rolling restart a known one too (before 9.1).',
      client: 'Tries on for five minutes, then calls it a wrong URL and probes.',
      tests: [
        endpoints('an unknown path and a wrong method are 404, OPTIONS is 200'),
        `${CLIENT}delivery/endpoint.test.ts: 404`,
      ],
    },
    {
      rule: 'Metadata of the envelope wins over the query.',
      client: 'Leaves out of the envelope what the query has.',
      tests: [envelopes('metadata of the envelope wins over the query'), golden('event-text')],
    },
  ],
  'Headers and encoding': [
    {
      rule: 'The token stands in `Authorization: Splunk <token>`; in the query only where the token allows it (code 16).',
      client: 'Uses the header only, and reads the token anew for each request.',
      tests: [
        `${RECEIVER}tokens.test.ts: who is let in, and what the others are told`,
        requests('carries token, channel, agent and encoded metadata'),
        trouble('a rotated token is picked up'),
      ],
    },
    {
      rule: 'A client without `User-Agent` may be answered with HTTP/1.0 and lose its connection.',
      client: 'Sends one, and keeps its connections.',
      tests: [
        requests('carries token, channel, agent and encoded metadata'),
        requests('keeps its connections'),
      ],
    },
    {
      rule: 'gzip is taken; every other encoding is answered with 415.',
      client: 'Offers gzip, and nothing else.',
      tests: [endpoints('gzip is taken, deflate is 415, broken gzip is code 6'), golden('gzip-head')],
    },
    {
      rule: '`Retry-After` may come from proxies with 429 and 503.',
      client: 'Waits at least so long, up to a minute.',
      tests: [
        verdict('reads Retry-After'),
        `${CLIENT}delivery/backoff.test.ts: follows Retry-After where that is longer, up to a minute`,
      ],
    },
  ],
  'Which event is at fault': [
    {
      rule: '`invalid-event-number` counts from 0; the events before it are in, nothing from it on is (6, 12, 13, 15).',
      client: 'Delivered are those before, rejected is the one, sent again is the rest.',
      tests: [
        envelopes('the number of a bad envelope counts from 0, and those before it are in'),
        outcomes('code %i names it'),
      ],
    },
    {
      rule: 'Code 7 says one more than it means on Splunk 10.4.',
      client: 'The one named and the one before it go alone; their own answers decide.',
      tests: [
        faults('code 7 at n means n - 1, where the receiver counts as Splunk 10.4 does'),
        outcomes('code 7 for an index of its own, counted from %i'),
      ],
    },
    {
      rule: 'Code 7 for an index that came from the URL or the token is wrong for every event.',
      client: 'The destination pauses; others go on; nothing is rejected.',
      tests: [
        `${RECEIVER}tokens.test.ts: a token with a list of indexes refuses others with code 7, and the number is one too high`,
        trouble('a wrong index in the URL pauses its destination only'),
      ],
    },
    {
      rule: 'Code 9 may carry a number; sources differ on whether something was taken.',
      client: 'Sends everything again.',
      tests: [
        faults('400 at event 2 lets those before it in; 503 with a number lets none in'),
        outcomes('a busy answer is no outcome'),
      ],
    },
    {
      rule: 'A body over the cap is 413, on Splunk Cloud code 6 at event 0.',
      client: 'Halves the batch, until an event that is too large stands alone.',
      tests: [
        endpoints('too large: 413 as Enterprise, code 6 at 0 as Cloud, also once unzipped'),
        outcomes('a body that is too large is halved; a single event that is too large is set aside'),
        outcomes('code 6 at event 0 is halved until it stands alone'),
      ],
    },
    {
      rule: 'On the raw endpoint the sourcetype draws the borders of events.',
      client: 'Takes a number as a hint, and as none where lines and events differ.',
      tests: [verdict('on raw a number is a hint, and none when lines and events differ')],
    },
  ],
  'What an event must be': [
    {
      rule: 'A key that Splunk does not know: 200, and this event and all behind it are lost.',
      client: 'Never writes one; refuses such an event before sending.',
      tests: [
        envelopes('the silent loss trap: an unknown key is 200, and only what comes before it is in'),
        encode('an event that Splunk would refuse'),
      ],
    },
    {
      rule: '`fields` without `event`: 200, and the event is dropped.',
      client: 'Refuses it before sending.',
      tests: [
        envelopes('fields without event is 200 and dropped'),
        encode('an event that Splunk would refuse'),
      ],
    },
    {
      rule: 'A blank event (empty, white space, `null`, `[]`, `{}`) is code 13, and no event at all code 5.',
      client: 'Refuses it before sending; it keeps its number.',
      tests: [
        endpoints('no event is code 5'),
        outcomes('blank events are not sent, keep their number, and are told'),
        encode('an event that Splunk would refuse'),
      ],
    },
    {
      rule: '`time` in scientific notation, or no number, is code 15.',
      client: 'Writes plain decimals, whatever the number.',
      tests: [
        `${CLIENT}wire/event-time.test.ts: writes plain decimals that read back exactly`,
        encode('is mended where its time would not be read'),
      ],
    },
    {
      rule: 'Nested `fields` are code 15.',
      client: 'Refuses them before sending.',
      tests: [
        encode('an event that Splunk would refuse'),
        `${CLIENT}wire/event-head.test.ts: encodes metadata and fields, special characters too`,
      ],
    },
    {
      rule: 'Metrics: `event` is `metric`, measurements stand in `fields`.',
      client: 'Builds both forms, and checks names and numbers.',
      tests: [golden('metric-single'), golden('metric-multi'), encode('several in a row')],
    },
    {
      rule: 'A single event may have 5 MB (`maxEventSize`).',
      client: 'Refuses a larger one before sending, in the batcher.',
      tests: [`${CLIENT}batcher/batcher.test.ts: is not larger than maxEventBytes, counted in bytes`],
    },
    {
      rule: 'An index that does not exist is answered with 200 where the token lists no indexes.',
      client: 'Cannot know. Only a search shows it.',
      tests: [
        `${RECEIVER}tokens.test.ts: a token with a list of indexes refuses others with code 7, and the number is one too high`,
      ],
    },
  ],
  'No answer of HEC': [
    {
      rule: 'A bare 200 from something in between says nothing about the events.',
      client: 'Delivers nothing on it; sends again, and counts what may be there twice.',
      tests: [outcomes('with body %j'), verdict('%i is no success of HEC')],
    },
    {
      rule: 'A lost answer, 408, 500, 502, 504: the events may be in.',
      client: 'Sends again, and counts what may be there twice.',
      tests: [
        trouble('of connections that break counts what may be there twice'),
        trouble('of answers that do not come ends with the timeout'),
      ],
    },
    {
      rule: 'A 401 or 403 of a proxy or a firewall may be about one body.',
      client: 'While others pass it is that body’s fault; when none passes the endpoint pauses.',
      tests: [
        trouble('a 403 of a firewall that minds one event costs that event, while others pass'),
        trouble('a 403 of a proxy for everything pauses, and rejects nothing'),
      ],
    },
    {
      rule: 'A page of HTML instead of JSON.',
      client: 'Reads it as no answer of HEC, and quotes nothing of it.',
      tests: [
        verdict('quotes no body that is not HEC’s'),
        trouble('sends a page without end: it is left, not read'),
      ],
    },
  ],
  Acknowledgement: [
    {
      rule: 'A token with acknowledgement needs a channel (code 10), which is a GUID (code 11).',
      client:
        'Pauses with the cause without `ack`; with it each session makes a GUID, and a refused one gives way to another.',
      tests: [
        acks('needed with acknowledgement, optional without, a GUID always'),
        channels('recognises a token that wants acknowledgement'),
        channels('that is full (27) or invalid (11) gives way to another one'),
      ],
    },
    {
      rule: 'Ids begin at 0 in each channel; `true` is said once; another channel knows nothing.',
      client: 'Takes `true` once, in the channel it sent with.',
      tests: [
        acks('ids begin at 0 in each channel, true is said once, another channel knows nothing'),
        ack('many are asked for in one question, and true is enough once'),
        ack('each session has a channel of its own, which begins like the one of the options'),
      ],
    },
    {
      rule: 'A poll whose answer is lost loses its acks.',
      client: 'Never calls them delivered: they are sent again when their time is up.',
      tests: [
        faults('a lost ack answer is lost for good'),
        ack('because the answer to the question was lost is sent again, never called delivered'),
      ],
    },
    {
      rule: 'A restart forgets: the id never comes true, and the next one is 0 again.',
      client: 'Sees an id that was there before, and sends again at once; else when the time is up.',
      tests: [
        acks('a restart forgets: the id never comes true, and the next one is 0 again'),
        ack(
          'begins its ids again: what it had not acknowledged is sent again at once, through another session',
        ),
      ],
    },
    {
      rule: 'A 400 carries an `ackId` for the events before the bad one.',
      client: 'Follows it for those events.',
      tests: [
        acks('a refused request has an ackId when something before the bad event is in'),
        ack('what a 400 had taken waits under its own id'),
      ],
    },
    {
      rule: 'Behind a load balancer only the indexer that took a request knows its ack; a cookie leads back.',
      client: 'Keeps cookies and connections per channel.',
      tests: [
        acks('several indexers: only the cookie leads back to the one that knows'),
        ack('behind a load balancer with cookies every session stays with its indexer'),
      ],
    },
    {
      rule: 'A channel that is idle is forgotten.',
      client: 'Sends again when the time is up.',
      tests: [
        acks('the delay holds an id back, and idle channels are forgotten'),
        ack('is sent again through another session'),
      ],
    },
  ],
  Health: [
    {
      rule: 'The health endpoint needs no token and tells of queues and acks only (17 to 20, 23).',
      client: 'Delivery does not ask: a held batch is the better probe. `./probe` asks, without the token.',
      tests: [
        probe('health needs no token and sends none'),
        endpoints('needs no token, says what it was told to say, and looks at a token that is sent'),
        trouble(
          'of 503 loses nothing, sends one probe at a time, and ends all waiting with the first success',
        ),
      ],
    },
    {
      rule: 'A request without events stores nothing; the token is looked at first (1 to 4), then comes code 5.',
      client: '`./probe` tells by that whether a token is valid, and whether gzip is taken.',
      tests: [
        endpoints('no event is code 5'),
        `${RECEIVER}tokens.test.ts: who is let in, and what the others are told`,
        probe('a token that is %s'),
        probe('gzip, taken and not'),
      ],
    },
    {
      rule: 'A question for acknowledgements is code 14 where the token has none.',
      client: '`./probe` asks for one that never was, in a channel of its own.',
      tests: [probe('acknowledgement, off and on')],
    },
  ],
};
