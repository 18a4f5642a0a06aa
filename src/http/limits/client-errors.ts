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

/** What a raw answer needs besides the socket. */
export interface RawAnswerTools {
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly open: PendingResponses;
  /** How long answers ahead of this one are waited for, in milliseconds. */
  readonly waitMs: number;
  /** Tells what stands before every path: see `UrlPrefix`. */
  readonly prefix: () => string;
}

/**
 * Answers what the server cannot read as a request, and so never hands to the application; the answers to requests ahead
 * of it on the same connection come first.
 */
export function respondToClientErrors(server: Server, tools: RawAnswerTools): void {
  const answered = new WeakSet<Duplex>();
  const answer = (socket: Duplex, error: ProjectError) => {
    if (answered.has(socket)) return; // what is still on its way gives one error after another
    answered.add(socket);
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    socket.pause(); // nothing that follows can be read
    destroyLater(socket, tools.clock, tools.waitMs);
    tools.open.whenSent(socket, (canAnswer) => {
      if (!socket.writable) return; // the last answer has closed the connection
      socket.end(canAnswer ? rawAnswer(error, tools.ids.requestId(), tools.prefix()) : '', 'latin1');
      socket.resume(); // a connection that is closed with unread bytes in it may lose its answers
      destroyLater(socket, tools.clock, LIMITS.lingerMs);
    });
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answer(socket, translate(error.code)));
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    answer(socket, new MalformedRequestError('This is no proxy.'));
  });
  // a body is asked for when it is about to be read
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

function rawAnswer(error: ProjectError, requestId: string, prefix: string): string {
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
