import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, IdGenerator, ProjectError } from '../../common/index.js';
import {
  HeadersTooLargeError,
  MalformedRequestError,
  RequestTimeoutError,
  problemOf,
} from '../../problems/index.js';
import { LIMITS } from './limits.js';
import { destroyLater } from './linger.js';
import type { PendingResponses } from './pending-responses.js';

/** What a raw response needs besides the socket. */
interface RawResponseTools {
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly pending: PendingResponses;
  /** How long to wait for earlier responses on the connection, in milliseconds. */
  readonly waitMs: number;
  /** Returns the prefix of every path: see `UrlPrefix`. */
  readonly prefix: () => string;
}

/**
 * Responds to input that the server cannot parse as a request and therefore never passes to the application. Responses to
 * earlier requests on the same connection are sent first.
 */
export function respondToClientErrors(server: Server, tools: RawResponseTools): void {
  const handled = new WeakSet<Duplex>();
  const respond = (socket: Duplex, error: ProjectError) => {
    if (handled.has(socket)) return; // the input that follows causes further errors
    handled.add(socket);
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    socket.pause(); // the input that follows cannot be parsed
    destroyLater(socket, tools.clock, tools.waitMs);
    tools.pending.whenSent(socket, (canRespond) => {
      if (!socket.writable) return; // the last response has closed the connection
      socket.end(canRespond ? rawResponse(error, tools.ids.requestId(), tools.prefix()) : '', 'latin1');
      socket.resume(); // closing a connection with unread input may lose its responses
      destroyLater(socket, tools.clock, LIMITS.lingerMs);
    });
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => respond(socket, translate(error.code)));
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    respond(socket, new MalformedRequestError('This is no proxy.'));
  });
  // readBody sends 100 Continue
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function translate(code: string | undefined): ProjectError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new RequestTimeoutError();
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new HeadersTooLargeError(`The head of a request may have ${LIMITS.headBytes} bytes at the most.`);
  }
  return new MalformedRequestError('This is no well-formed HTTP request.');
}

function rawResponse(error: ProjectError, requestId: string, prefix: string): string {
  const { status, headers, body } = problemOf(error, { requestId, path: '/', prefix, allowedMethods: [] });
  const text = JSON.stringify(body);
  const head = {
    ...headers,
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
    'Content-Length': Buffer.byteLength(text),
    Connection: 'close',
  };
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}`);
  return [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`, ...lines, '', text].join('\r\n');
}
