import { writeFileSync } from 'node:fs';
import { renderErrorReference } from './error-reference.js';

writeFileSync(new URL('../../../docs/errors.md', import.meta.url), renderErrorReference());
