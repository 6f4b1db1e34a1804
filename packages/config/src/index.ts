export type { AckConfig, Config, KafkaLogin, LoadedConfig, Notice, TlsFiles } from './config.js';
export type { Environment } from './environment/substitute.js';
export { type EventRules, type FieldRule, LINEAGE_FIELDS, type Route, type TextRule } from './event-rules.js';
export type { ReadFile } from './files/read-bounded.js';
export type { TimeSource } from './kinds/template-kinds.js';
export { type LoadOptions, loadConfig, type ParseOptions, parseConfig } from './load-config.js';
export {
  ConfigError,
  type ConfigErrorCode,
  configErrorCodes,
  formatProblems,
  isConfigError,
} from './problems/config-error.js';
export type { Problem, ProblemReason } from './problems/problem.js';
export { Secret } from './secret.js';
export { type Placeholder, plainText, type Template, type TemplateSlot } from './template/template.js';
