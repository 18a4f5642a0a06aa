import type { LoggerService } from '@nestjs/common';
import { pino, type Level, type Logger } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { errorFields } from './error-fields.js';
import { LogDestination } from './log-destination.js';
import { visibleLine } from './visible-line.js';

/** How the log is written. */
interface LogOptions {
  /** `fatal`, `error`, `warn`, `info`, `debug` or `trace`. */
  readonly level: string;
  /** `json` for machines, `pretty` for humans. */
  readonly format: string;
}

const STDOUT = 1;

/**
 * Nest's logger on pino: one JSON object per line on stdout. An object passed as message becomes the line's fields.
 * Neither blocks nor throws: see {@link LogDestination}.
 */
export class PinoLogger implements LoggerService {
  /** The underlying pino logger. */
  readonly pino: Logger;
  /** What each line has that does not say it itself: what the code that writes it is part of. */
  about: () => object | undefined = () => undefined;

  constructor({ level, format }: LogOptions) {
    const options = {
      level,
      serializers: { err: (error: unknown) => errorFields(error) },
      mixin: () => this.about() ?? {},
    };
    const textOf = format === 'pretty' ? prettyText() : (line: string) => line;
    const destination = new LogDestination({ fd: STDOUT, notice: noticeWith(textOf) });
    this.pino = pino(options, { write: (line) => destination.write(textOf(line)) });
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Nest passes the context last, and an error's stack before it. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const context = rest.at(-1);
    const stack = level === 'error' && rest.length > 1 ? rest[0] : undefined;
    const fields = message instanceof Error ? { err: message } : message;
    const line = typeof fields === 'object' && fields !== null ? fields : { msg: String(fields) };
    this.pino[level]({ context, ...(stack !== undefined && { stack }), ...line });
  }
}

/** Makes the line that reports dropped lines, whatever the log level. */
function noticeWith(textOf: (line: string) => string): (dropped: number) => string {
  let text = '';
  const logger = pino({}, { write: (line) => (text = textOf(line)) });
  return (dropped) => {
    logger.warn({ context: PinoLogger.name, msg: 'Log lines were dropped', dropped });
    return text;
  };
}

/** Formats lines for humans, with hidden characters escaped. */
function prettyText(): (line: string) => string {
  const textOf = prettyFactory({ ignore: 'pid,hostname' });
  return (line) => textOf(visibleLine(line));
}
