import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Fault } from '../faults/fault.js';
import type { HttpAnswer } from '../protocol/answer.js';
import { headersOf } from './send-answer.js';

/** Leaves a request without a whole answer, in the way the fault names. `done` is called when the connection is closed. */
export function breakOff(
  socket: Socket,
  response: ServerResponse,
  fault: Fault | undefined,
  answer: HttpAnswer | undefined,
  done: () => void,
): void {
  if (socket.destroyed) {
    done();
    return;
  }
  socket.once('close', done);
  if (fault?.do === 'hang' || fault?.do === 'hang-after-accept') return;
  if (fault?.do !== 'half-answer' || answer === undefined) {
    reset(socket);
    return;
  }
  response.writeHead(answer.status, headersOf(answer));
  response.write(answer.body.slice(0, Math.floor(answer.body.length / 2)), () => socket.destroy());
}

/** With RST where the socket can, so that the client sees ECONNRESET as it does behind a real crash. */
function reset(socket: Socket): void {
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}
