import { STREAM_EVENTS } from '../../orchestrator/index.js';
import type { RunDto } from '../dto/run.dto.js';
import type { RunlogRow } from '../ports/run-log-store.js';

/** What an event stream begins with. */
export const OPENING = ': rows as they become durable\n\n';

/**
 * Says where a stream without rows is. An id without data is no event, but an EventSource keeps it, and names it when it
 * comes again.
 */
export function position(seq: number): string {
  return `: no row follows\nid: ${seq}\n\n`;
}

/** Keeps a connection open on which nothing happens. */
export const HEARTBEAT = ':\n\n';

/**
 * A row as a server-sent event; its JSON is one line. Rows that an earlier version let have the name of another event
 * are events `row.end` and so on, which no row type can be.
 */
export function rowEvent({ seq, type, json }: RunlogRow): string {
  const event = STREAM_EVENTS.has(type) ? `row.${type}` : type;
  return `id: ${seq}\nevent: ${event}\ndata: ${json}\n\n`;
}

/** The event that follows the last row. It has no id: who comes again goes on after the last row. */
export function endEvent(run: RunDto): string {
  return `event: end\ndata: ${JSON.stringify(run)}\n\n`;
}
