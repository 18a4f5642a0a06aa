import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { Clock } from '../../common/index.js';
import { LIMITS } from './limits.js';

/** Destroys a connection after a delay in milliseconds, unless it is closed first. */
export function destroyLater(socket: Duplex, clock: Clock, ms: number): void {
  const closed = new AbortController();
  socket.once('close', () => closed.abort(new Error('The connection is closed.')));
  void clock.sleep(ms, closed.signal).then(
    () => socket.destroy(),
    () => undefined, // closed first
  );
}

/**
 * Keeps connections open for a moment after a response that closes them, since closing with unread input may lose the
 * response. Node calls `destroySoon` after such a response.
 */
export function lingerOnClose(server: Server, clock: Clock): void {
  server.on('connection', (socket: Socket) => {
    socket.destroySoon = () => {
      socket.end();
      destroyLater(socket, clock, LIMITS.lingerMs);
    };
  });
}

/** Ignores requests that arrive after a response that closes the connection: they cannot get a response. */
export function ignoreAfterClose(): RequestHandler {
  return (request, _response, next) => {
    if (!request.socket.writableEnded) next();
  };
}
