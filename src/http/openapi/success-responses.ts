/** What an operation answers when all is well. */
interface Success {
  readonly status: string;
  readonly description: string;
  readonly headers?: readonly string[];
}

const ACCEPTED = 'It is accepted and durable. Look at it again at its `Location`.';
const KEYED = ['Location', 'Retry-After', 'Idempotency-Replayed'];

/** Descriptions and headers of successful answers; each has an X-Request-Id besides. */
export const SUCCESS: Readonly<Record<string, Success>> = {
  simulate: {
    status: '200',
    description:
      'The run has ended. An answer to a key that was used before says `Idempotency-Replayed: true`.',
    headers: ['Location', 'Idempotency-Replayed'],
  },
  startRun: { status: '202', description: ACCEPTED, headers: KEYED },
  listRuns: { status: '200', description: 'A page of runs.' },
  readLatestRun: { status: '200', description: 'The run.' },
  readRun: { status: '200', description: 'The run.' },
  deleteRun: { status: '204', description: 'The run is deleted.' },
  cancelRun: { status: '202', description: 'The wish is durable; the run stops at its next step.' },
  resumeRun: { status: '202', description: 'The run is in the queue again.' },
  forkRun: { status: '202', description: ACCEPTED, headers: KEYED },
  listStages: { status: '200', description: 'The pipelines.' },
  readPacks: { status: '200', description: 'The world.' },
  readPackItem: { status: '200', description: 'The item, as its pack has it.' },
  readReport: { status: '200', description: 'The report, as JSON or as Markdown.' },
  readTranscript: {
    status: '200',
    description: 'The transcript, as Markdown or as HTML.',
    headers: ['ETag'],
  },
  readRunlog: {
    status: '200',
    description: 'The run log, as JSON or as one row a line.',
    headers: ['ETag', 'Link'],
  },
  followRun: { status: '200', description: 'Rows, a comment line every 15 s, and the end.' },
  listErrors: { status: '200', description: 'The error catalogue.' },
  readError: { status: '200', description: 'The entry.' },
  readHealth: { status: '200', description: 'All parts can be used.' },
  readHome: { status: '200', description: 'Where things are.' },
  readLiveness: { status: '200', description: 'The process is up.' },
  readReadiness: { status: '200', description: 'All parts can be used.' },
};
