/** What can be wrong with the way to Splunk, the token and its settings. */
export const hecCheckCodes = {
  CHECK_HEC_HOST: {
    meaning: 'The name of an endpoint has no address.',
    remedy: 'Correct hec.host or hec.urls, or look at the DNS of this machine.',
  },
  CHECK_HEC_REFUSED: {
    meaning: 'Nobody listens at the address of an endpoint.',
    remedy: 'Correct the port (hec.port or hec.urls; 8088 is usual), or enable HEC in Splunk.',
  },
  CHECK_HEC_UNREACHABLE: {
    meaning: 'The network leads to no endpoint.',
    remedy: 'Look at routes and firewalls between this machine and Splunk.',
  },
  CHECK_HEC_TIMEOUT: {
    meaning: 'An endpoint does not answer in time.',
    remedy: 'Look at firewalls between this machine and Splunk: one that drops packets looks like this.',
  },
  CHECK_HEC_WANTS_TLS: {
    meaning: 'The endpoint speaks HTTPS, and the config says HTTP.',
    remedy: 'Set hec.use_https: true, or write https:// in hec.urls.',
  },
  CHECK_HEC_NO_TLS: {
    meaning: 'The config says HTTPS, and the endpoint speaks HTTP.',
    remedy: 'Enable SSL for HEC in Splunk, or set hec.use_https: false (http:// in hec.urls).',
  },
  CHECK_HEC_CA: {
    meaning: 'No authority that is trusted has signed the certificate of an endpoint.',
    remedy: 'Give the authority that signed it as hec.tls.cafile.',
  },
  CHECK_HEC_NAME: {
    meaning: 'The certificate of an endpoint is for another name.',
    remedy: 'Give the name that stands in the certificate as hec.tls.servername, or use it as the host.',
  },
  CHECK_HEC_EXPIRED: {
    meaning: 'The certificate of an endpoint is not valid now.',
    remedy: 'Renew the certificate of Splunk; look at the clock of this machine first.',
  },
  CHECK_HEC_CLIENT_CERTIFICATE: {
    meaning: 'An endpoint wants a client certificate, or another one.',
    remedy: 'Give a certificate that Splunk trusts as hec.tls.certfile and hec.tls.keyfile.',
  },
  CHECK_HEC_TLS: {
    meaning: 'TLS with an endpoint fails.',
    remedy: 'Look at the TLS versions and ciphers of the endpoint; TLS 1.2 or 1.3 is needed.',
  },
  CHECK_HEC_SILENT: {
    meaning: 'An endpoint takes the connection and answers nothing that is HTTP.',
    remedy: 'Correct host and port (hec.host, hec.port or hec.urls): this port belongs to something else.',
  },
  CHECK_HEC_GATEWAY: {
    meaning: 'A proxy or load balancer in front of HEC answers that it cannot reach it.',
    remedy: 'Look at the proxy or load balancer, and at the health of the indexers behind it.',
  },
  CHECK_HEC_OTHER: {
    meaning: 'What answers at the URL is not HEC.',
    remedy:
      'Correct host, port and path: HEC usually has a port of its own (8088), not that of Splunk Web or of management.',
  },
  CHECK_HEC_QUEUES: {
    meaning: 'The queues of Splunk are full: it takes no events at the moment.',
    remedy: 'Look at the indexer queues in Splunk. Nothing is lost meanwhile: events wait in Kafka.',
  },
  CHECK_HEC_NEARLY_FULL: {
    meaning: 'Splunk takes events, and says that its queues fill up.',
    remedy: 'Add indexing capacity soon.',
  },
  CHECK_HEC_UNHEALTHY: {
    meaning: 'HEC says that it is not healthy.',
    remedy: 'The line says why. Wait where it is shutting down or starting, else look at the indexers.',
  },
  CHECK_HEC_TOKEN: {
    meaning: 'Splunk does not know the token.',
    remedy:
      'Compare hec.token (or the file of hec.token_file) with the token in Splunk; each tier has its own.',
  },
  CHECK_HEC_TOKEN_DISABLED: {
    meaning: 'The token is disabled in Splunk.',
    remedy: 'Enable the token in Splunk (Settings, Data inputs, HTTP Event Collector), or use another one.',
  },
  CHECK_HEC_TOKEN_UNREAD: {
    meaning: 'The token cannot be read, or no header can carry it.',
    remedy: 'Look at the file of hec.token_file: it holds the token alone.',
  },
  CHECK_HEC_ACK_OFF: {
    meaning: 'The config wants acknowledgement, and the token has it off.',
    remedy: 'Turn indexer acknowledgement on for the token in Splunk, or set hec.ack: false (or auto).',
  },
  CHECK_HEC_ACK_ON: {
    meaning: 'The token has acknowledgement on, and the config does not use it.',
    remedy: 'Set hec.ack: true, or turn indexer acknowledgement off for the token in Splunk.',
  },
  CHECK_HEC_GZIP: {
    meaning: 'The endpoint does not take gzip.',
    remedy: 'Set hec.use_compression: false, or let the proxy in between pass Content-Encoding on.',
  },
  CHECK_HEC_CLOCK: {
    meaning: 'The clocks of this machine and of the endpoint differ.',
    remedy:
      'Set both clocks by NTP: events appear at wrong times in searches, and certificates can seem expired.',
  },
  CHECK_HEC_INDEX: {
    meaning: 'The token may not write to the index.',
    remedy: 'Add the index to those that the token allows in Splunk, or correct it under routes.',
  },
  CHECK_HEC_EVENT: {
    meaning: 'Splunk did not take the test event.',
    remedy: 'The line says why; docs/errors.md and Splunk’s own table of HEC codes say more.',
  },
  CHECK_HEC_NOT_INDEXED: {
    meaning: 'The test event was taken, and its acknowledgement has not come yet.',
    remedy:
      'On a quiet indexer it can take minutes. If it lasts, look at the indexer queues, and at the stickiness of the load balancer.',
  },
  CHECK_HEC_ANSWER: {
    meaning: 'HEC answered a question in a way that says neither yes nor no.',
    remedy: 'The line says what it answered. A proxy in between may have changed the request.',
  },
} as const;
