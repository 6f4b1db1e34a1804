export type { AckConfig, Config, KafkaLogin, LoadedConfig, Notice, Route, TlsFiles } from './config.js';
export type { Environment } from './environment/substitute.js';
export type { ReadFile } from './files/read-bounded.js';
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
