import { EventSourceParserStream } from 'eventsource-parser/stream';
import { request } from '../api/client.js';
import type { Row, Run } from '../api/types.js';

/** What comes in from a run. */
interface EventReader {
  /** Called once the service has answered. */
  opened(): void;
  row(row: Row): void;
  /** The run has ended; null when the service had nothing more to tell. */
  ended(run: Run | null): void;
}

/**
 * Follows a run from a row on, until it ends or the connection does.
 * @param lastSeq the last row that is known; 0 is none
 * @returns whether the run has ended: false when the connection was lost
 * @throws ProblemError when the service refuses; TypeError when it cannot be reached; AbortError
 */
export async function readEvents(
  runId: string,
  lastSeq: number,
  reader: EventReader,
  signal: AbortSignal,
): Promise<boolean> {
  const headers = { Accept: 'text/event-stream', 'Last-Event-ID': String(lastSeq) };
  const response = await request(`/runs/${encodeURIComponent(runId)}/events`, { headers, signal });
  reader.opened();
  if (response.status === 204 || response.body === null) {
    reader.ended(null);
    return true;
  }
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for (const incoming = events.getReader(); ;) {
    const { done, value } = await incoming.read();
    if (done) return false;
    if (value.event === 'end') {
      reader.ended(JSON.parse(value.data) as Run);
      return true;
    }
    reader.row(JSON.parse(value.data) as Row);
  }
}
