import { stopwatch, type Clock } from '../../common/index.js';
import { hasEnded, type RunRecord } from '../domain/run.js';
import type { RunDto } from '../dto/run.dto.js';
import { readRowPages } from '../log/row-reader.js';
import type { RunRepository } from '../ports/run.repository.js';
import type { PollPace, RunChanges, RunWait } from '../run-changes.js';
import { HEARTBEAT, OPENING, endEvent, position, rowEvent } from './event-text.js';

/** How often a run that goes on is looked at when the store tells no news. */
const LOOK: PollPace = { firstMs: 150, growth: 1, mostMs: 150 };
/** The longest silence, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** Where the events come from. */
interface EventSource {
  /** The run as it is now; rejects when there is none. */
  readonly find: (runId: string) => Promise<RunRecord>;
  /** The run as callers see it. */
  readonly show: (run: RunRecord) => Promise<RunDto>;
  readonly repository: RunRepository;
  readonly changes: RunChanges;
  readonly clock: Clock;
}

/**
 * The text of an event stream: the rows after `afterSeq` as they become durable, whichever process executes the run, then its
 * end. Ends early when the signal aborts.
 * @throws RunNotFoundError when there is no such run, or no longer; CorruptRunlogError
 */
export async function* followRun(
  { changes, ...source }: EventSource,
  runId: string,
  afterSeq: number,
  signal: AbortSignal,
): AsyncIterable<string> {
  const wait = changes.follow(runId, LOOK);
  try {
    yield* eventsOf(source, wait, runId, afterSeq, signal);
  } finally {
    wait.end();
  }
}

async function* eventsOf(
  { find, show, repository, clock }: Omit<EventSource, 'changes'>,
  wait: RunWait,
  runId: string,
  afterSeq: number,
  signal: AbortSignal,
): AsyncIterable<string> {
  let run = await find(runId);
  yield OPENING;
  let seq = afterSeq;
  let silentMs = stopwatch(clock);
  while (!signal.aborted) {
    for await (const rows of readRowPages(repository, run, { afterSeq: seq })) {
      yield rows.map(rowEvent).join('');
      if (signal.aborted) return;
      seq = rows.at(-1)?.seq ?? seq;
      silentMs = stopwatch(clock);
    }
    if (hasEnded(run.status)) {
      if (seq === afterSeq && afterSeq > 0) yield position(seq);
      yield endEvent(await show(run));
      return;
    }
    await wait.next(signal);
    if (silentMs() >= HEARTBEAT_MS) {
      yield HEARTBEAT;
      silentMs = stopwatch(clock);
    }
    run = await find(runId);
  }
}
