import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** The unfinished responses of a connection. */
interface Exchanges {
  readonly open: Set<ServerResponse>;
  /** The response to the last request, sent or not. */
  last: ServerResponse | null;
}

/** Tracks the unfinished responses of each connection, and drops those that the client does not read. */
export class PendingResponses {
  private readonly bySocket = new WeakMap<Duplex, Exchanges>();

  /** @param idleMs how long a client may read nothing of a response, in milliseconds */
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
   * Calls back when all responses ahead of malformed input have been sent. `canRespond` is false when the input belongs to
   * a request that already has its response.
   */
  whenSent(socket: Duplex, then: (canRespond: boolean) => void): void {
    const { last } = this.of(socket);
    this.waitForOthers(socket, last?.req.complete === false ? last : null, then);
  }

  /** @param unread the response to the request whose body is malformed; it may be replaced */
  private waitForOthers(
    socket: Duplex,
    unread: ServerResponse | null,
    then: (canRespond: boolean) => void,
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

  /** The socket was idle: either the response is not ready yet, or the client does not read it. */
  private onIdle(socket: Socket): void {
    if (socket.writableLength > 0) socket.destroy();
    else socket.setTimeout(this.idleMs);
  }
}
