import { setFlagsFromString } from 'node:v8';

// Imported before everything else, for it has to be in force when undici loads its parser of HTTP. That is WebAssembly, and
// one function of it is 34 kB long: after some hundred answers V8 would compile it once more, with its optimizing compiler, and
// take 30 to 40 MB for that which glibc then does not give back. V8's first compiler is good enough for a few hundred answers
// a second. It costs where zstd is WebAssembly, on Node before 22.15: a seventh of the unpacking.
// Set here and not on the command line, where a V8 that no longer knows a flag would refuse to start.
for (const flag of ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag);
