import { writeFileSync } from 'node:fs';
import { renderMetricsReference } from './metrics-reference.js';

writeFileSync(new URL('../../../docs/metrics.md', import.meta.url), renderMetricsReference());
