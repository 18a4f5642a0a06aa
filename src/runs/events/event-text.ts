import type { RunDto } from '../dto/run.dto.js';
import type { RunlogRow } from '../run.repository.js';

/** What an event stream begins with. */
export const OPENING = ': rows as they become durable\n\n';
/** Keeps a connection open on which nothing happens. */
export const HEARTBEAT = ':\n\n';

/** A row as a server-sent event; its JSON is one line. */
export function rowEvent({ seq, type, json }: RunlogRow): string {
  return `id: ${seq}\nevent: ${type}\ndata: ${json}\n\n`;
}

/** The event that follows the last row. It has no id: who comes again goes on after the last row. */
export function endEvent(run: RunDto): string {
  return `event: end\ndata: ${JSON.stringify(run)}\n\n`;
}
