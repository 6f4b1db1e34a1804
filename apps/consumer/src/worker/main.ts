import './baseline-wasm.js';
import { startWorker } from './pipeline.js';
import { WorkerShell } from './shell.js';

// What the supervisor forks.
new WorkerShell(startWorker).open();
