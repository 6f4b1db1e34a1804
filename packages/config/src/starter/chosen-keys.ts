// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the text speaks of ${NAME} in configuration files

/** Keys that stand open in a new file, with a value to begin with. */
export const openKeys: Readonly<Record<string, string>> = {
  'hec.host': 'hec.splunk.example.com',
  'hec.token': '${HEC_TOKEN}',
  'hec.sourcetype': 'access_combined',
  'kafka.brokers': '[kafka-1.example.com:9092, kafka-2.example.com:9092]',
  'kafka.consumer_group': 'splunk',
  'kafka.topics': '[access-log]',
  'general.workers': 'auto',
  'logging.loglevel': 'info',
};

/** What closed keys show, where their own example would not fit the open ones. */
export const samples: Readonly<Record<string, string>> = { 'routes[].topics': '[access-log]' };

/** Keys that most people look for sooner or later: they stand in a new file behind a `#`. */
export const usualKeys: ReadonlySet<string> = new Set([
  'hec.port',
  'hec.token_file',
  'hec.endpoint',
  'hec.source',
  'hec.use_https',
  'hec.use_compression',
  'hec.compresslevel',
  'hec.ack.enabled',
  'hec.tls.cafile',
  'kafka.initial_offset',
  'kafka.ssl.use_ssl',
  'kafka.ssl.cafile',
  'kafka.sasl.mechanism',
  'kafka.sasl.username',
  'kafka.sasl.password_file',
  'general.memory',
  'general.drain_deadline',
  'routes[].topics',
  'routes[].endpoint',
  'routes[].index',
  'routes[].sourcetype',
  'dead_letters.directory',
  'admin.host',
  'admin.port',
]);
