// biome-ignore lint/style/noDefaultExport: pino loads a transport by its default export
export { type PinoTransportOptions, pinoTransport, pinoTransport as default } from './transport.js';
