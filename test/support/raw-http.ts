import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { RunningApp } from './running-app.js';

/** A connection to the service on which a test writes bytes of its own. */
export interface RawConnection {
  readonly socket: Socket;
  /** What the service has sent so far. */
  received(): string;
  /** Resolves with all that the service sent when it has closed the connection. */
  readonly closed: Promise<string>;
}

/** Opens a connection and sends something. */
export async function openRaw(service: RunningApp, text = '', host = '127.0.0.1'): Promise<RawConnection> {
  const { port } = new URL(await service.app.getUrl());
  const socket = connect(Number(port), host);
  let received = '';
  socket.setEncoding('latin1').on('data', (data: string) => (received += data));
  socket.on('error', () => undefined); // a reset ends the connection as well
  const closed = once(socket, 'close').then(() => received);
  await once(socket, 'connect');
  if (text) socket.write(text, 'latin1');
  return { socket, received: () => received, closed };
}

/** What the service answers to some bytes, read until it closes the connection. */
export async function exchange(service: RunningApp, text: string): Promise<RawAnswer> {
  const { closed } = await openRaw(service, text);
  return parseAnswer(await closed);
}

/** An answer, taken apart. */
interface RawAnswer {
  readonly status: number;
  /** The status line and the headers. */
  readonly head: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Takes an answer with a JSON body apart. */
export function parseAnswer(text: string): RawAnswer {
  const [head = '', body = ''] = text.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]);
  return { status, head, body: JSON.parse(body) as RawAnswer['body'] };
}
