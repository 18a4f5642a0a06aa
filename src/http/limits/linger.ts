import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { RequestHandler } from 'express';
import type { Clock } from '../../common/index.js';
import { LIMITS } from './limits.js';

/** Destroys a connection after a time, in milliseconds, unless it is closed before. */
export function destroyLater(socket: Duplex, clock: Clock, ms: number): void {
  const closed = new AbortController();
  socket.once('close', () => closed.abort(new Error('The connection is closed.')));
  void clock.sleep(ms, closed.signal).then(
    () => socket.destroy(),
    () => undefined, // the client was faster
  );
}

/**
 * Lets connections that an answer closes stay for a moment: one that is closed with unread bytes in it may lose the
 * answer. Node calls `destroySoon` after such an answer.
 */
export function lingerOnClose(server: Server, clock: Clock): void {
  server.on('connection', (socket: Socket) => {
    socket.destroySoon = () => {
      socket.end();
      destroyLater(socket, clock, LIMITS.lingerMs);
    };
  });
}

/** Passes over what comes in behind an answer that closes the connection: it could not be answered. */
export function ignoreAfterClose(): RequestHandler {
  return (request, _response, next) => {
    if (!request.socket.writableEnded) next();
  };
}
