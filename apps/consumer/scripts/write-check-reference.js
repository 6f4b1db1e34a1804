import { writeFileSync } from 'node:fs';
import { renderCheckReference } from './check-reference.js';

writeFileSync(new URL('../../../docs/checks.md', import.meta.url), renderCheckReference());
