import type { Duplex } from 'node:stream';
import type { Clock } from '../../common/index.js';

/** Destroys a connection after a time, in milliseconds, unless it is closed before. */
export function destroyLater(socket: Duplex, clock: Clock, ms: number): void {
  const closed = new AbortController();
  socket.once('close', () => closed.abort(new Error('The connection is closed.')));
  void clock.sleep(ms, closed.signal).then(
    () => socket.destroy(),
    () => undefined, // the client was faster
  );
}
