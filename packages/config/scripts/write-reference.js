// Writes docs/configuration.md from the key table. A unit test fails when the committed file differs.
import { writeFileSync } from 'node:fs';
import { renderReference } from '../dist/reference/render-reference.js';

writeFileSync(new URL('../../../docs/configuration.md', import.meta.url), renderReference());
