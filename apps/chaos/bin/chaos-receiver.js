#!/usr/bin/env node
import { serveReceiver } from '../dist/receiver/serve-receiver.js';

await serveReceiver(process.argv.slice(2));
