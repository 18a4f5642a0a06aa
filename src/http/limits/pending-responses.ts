import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** What is still to be answered on a connection. */
interface Exchanges {
  readonly open: Set<ServerResponse>;
  /** The answer to the request that arrived last, sent or not. */
  last: ServerResponse | null;
}

/** Knows which answers are still to be sent on each connection, and gives up those that nobody takes. */
export class PendingResponses {
  private readonly bySocket = new WeakMap<Duplex, Exchanges>();

  /** @param idleMs how long a client may take nothing of what was sent to it, in milliseconds */
  constructor(private readonly idleMs: number) {}

  /** Sees every request before the application does. */
  watch(server: Server): void {
    server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
      const exchanges = this.of(request.socket);
      exchanges.open.add(response);
      exchanges.last = response;
      response.once('close', () => exchanges.open.delete(response));
      response.on('timeout', (idle: Socket) => this.onIdle(idle));
    });
  }

  /**
   * Calls back when every answer ahead of what cannot be read has been sent, with whether an answer to that may follow:
   * not when it is the rest of a request that was answered before it had arrived.
   */
  whenSent(socket: Duplex, then: (canAnswer: boolean) => void): void {
    const { last } = this.of(socket);
    this.waitForOthers(socket, last?.req.complete === false ? last : null, then);
  }

  /** @param unread the answer to the request whose body cannot be read; another one may take its place */
  private waitForOthers(
    socket: Duplex,
    unread: ServerResponse | null,
    then: (canAnswer: boolean) => void,
  ): void {
    const canReplace = unread?.headersSent === false;
    const ahead = [...this.of(socket).open].find((response) => response !== unread || !canReplace);
    if (ahead) ahead.once('close', () => this.waitForOthers(socket, unread, then));
    else then(unread === null || canReplace);
  }

  private of(socket: Duplex): Exchanges {
    const known = this.bySocket.get(socket) ?? { open: new Set(), last: null };
    this.bySocket.set(socket, known);
    return known;
  }

  /** Nothing went over the socket for a while: either the answer is not ready yet, or the client does not take it. */
  private onIdle(socket: Socket): void {
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(this.idleMs);
  }
}
