import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock, IdGenerator, ProjectError } from '../../common/index.js';
import { problemOf } from '../problem.js';
import { HeadersTooLargeError, MalformedRequestError, RequestTimeoutError } from '../request.errors.js';
import { LIMITS } from './limits.js';
import type { OpenAnswers } from './open-answers.js';

/** What a raw answer needs besides the socket. */
export interface RawAnswerTools {
  readonly ids: IdGenerator;
  readonly clock: Clock;
  readonly open: OpenAnswers;
}

/** Answers what the server cannot read as a request, and so never hands to the application. */
export function answerClientErrors(server: Server, tools: RawAnswerTools): void {
  const answered = new WeakSet<Duplex>();
  const answer = (socket: Duplex, error: ProjectError) => {
    if (answered.has(socket)) return; // what is still on its way gives one error after another
    answered.add(socket);
    if (!socket.writable || !tools.open.canAnswer(socket)) {
      socket.destroy();
      return;
    }
    socket.end(rawAnswer(error, tools.ids.requestId()), 'latin1');
    destroySoon(socket, tools.clock);
  };
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => answer(socket, translate(error.code)));
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    answer(socket, new MalformedRequestError('This is no proxy.'));
  });
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

function translate(code: string | undefined): ProjectError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new RequestTimeoutError();
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new HeadersTooLargeError(`The head of a request may have ${LIMITS.headBytes} bytes at the most.`);
  }
  return new MalformedRequestError('This is no well-formed HTTP request.');
}

function rawAnswer(error: ProjectError, requestId: string): string {
  const { status, headers, body } = problemOf(error, { requestId, path: '/', allowedMethods: [] });
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

/** The client gets a moment to read its answer: a connection that is closed with unread bytes in it may lose that. */
function destroySoon(socket: Duplex, clock: Clock): void {
  const closed = new AbortController();
  socket.once('close', () => closed.abort(new Error('The connection is closed.')));
  void clock.sleep(LIMITS.lingerMs, closed.signal).then(
    () => socket.destroy(),
    () => undefined, // the client was faster
  );
}
