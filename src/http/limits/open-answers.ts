import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Socket } from 'node:net';

/** Knows which answers are still to be sent on each connection, and gives up those that nobody takes. */
export class OpenAnswers {
  private readonly bySocket = new WeakMap<Duplex, Set<ServerResponse>>();

  /** @param idleMs how long a client may take nothing of what was sent to it, in milliseconds */
  constructor(private readonly idleMs: number) {}

  /** Sees every request before the application does. */
  watch(server: Server): void {
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      const open = this.bySocket.get(socket) ?? new Set();
      this.bySocket.set(socket, open.add(response));
      response.once('close', () => open.delete(response));
      response.on('timeout', (idle: Socket) => this.onIdle(idle));
    });
  }

  /** Whether something written to the socket now would be taken for the answer to the request that is not read yet. */
  canAnswer(socket: Duplex): boolean {
    const open = [...(this.bySocket.get(socket) ?? [])];
    if (open.length === 0) return true;
    const [only] = open;
    return open.length === 1 && only !== undefined && !only.headersSent && !only.req.complete;
  }

  /** Nothing went over the socket for a while: either the answer is not ready yet, or the client does not take it. */
  private onIdle(socket: Socket): void {
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(this.idleMs);
  }
}
