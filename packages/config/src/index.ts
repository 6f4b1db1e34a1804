export type {
  AckConfig,
  AdminConfig,
  Config,
  KafkaLogin,
  LoadedConfig,
  Notice,
  TlsFiles,
  TlsPaths,
} from './config.js';
export { type DescribedConfig, describeConfig, describeText } from './describe/describe-config.js';
export type { Setting, SettingOrigin, SettingValue } from './describe/setting.js';
export type { Environment, UsedVariable } from './environment/substitute.js';
export { type EventRules, type FieldRule, LINEAGE_FIELDS, type Route, type TextRule } from './event-rules.js';
export type { ReadFile } from './files/read-bounded.js';
export { type TlsWatchOptions, tlsInForce } from './files/tls-in-force.js';
export type { TimeSource } from './kinds/template-kinds.js';
export { loadConfig, parseConfig } from './load-config.js';
export type { LoadOptions, ParseOptions } from './load-options.js';
export {
  ConfigError,
  type ConfigErrorCode,
  configErrorCodes,
  formatProblems,
  isConfigError,
} from './problems/config-error.js';
export type { Problem, ProblemReason } from './problems/problem.js';
export { configSchema } from './schema/config-schema.js';
export type { JsonSchema, JsonType } from './schema/json-schema.js';
export { Secret } from './secret.js';
export { type StarterOptions, starterFile } from './starter/starter-file.js';
export { type Placeholder, plainText, type Template, type TemplateSlot } from './template/template.js';
