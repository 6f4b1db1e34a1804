// Writes schema.json, for editors, from the key table. A unit test fails when the committed file differs.
import { writeFileSync } from 'node:fs';
import { configSchema } from '../dist/index.js';

writeFileSync(new URL('../schema.json', import.meta.url), `${JSON.stringify(configSchema(), null, 2)}\n`);
