import { Option, type Command } from 'commander';
import { showHidden } from '../common/index.js';
import { describeDiff, type RunDiff } from './diff-text.js';
import { UsageError } from './command-errors.js';
import { useService, withServiceOptions, type ServiceOptions } from './service/with-service.js';
import type { ServiceClient } from './service/service-client.js';
import type { Terminal } from './terminal.js';

const RUN = 'a run: run-…, or latest';

/** The path of a run. */
const pathOf = (runId: string): string => `/runs/${encodeURIComponent(runId)}`;

/** The id of a run; `latest` is the newest. */
async function idOf(client: ServiceClient, run: string): Promise<string> {
  if (run !== 'latest') return run;
  return (await client.get<{ run_id: string }>('/runs/latest')).run_id;
}

/** `project-dream transcript RUN` */
export function addTranscript(program: Command, terminal: Terminal): void {
  const command = program
    .command('transcript')
    .description('print a run as its thread, in Markdown; with --json, its comments')
    .argument('<run>', RUN);
  withServiceOptions(command).action((run: string, options: ServiceOptions) =>
    useService(options, async (client) => {
      const path = pathOf(await idOf(client, run));
      await print(
        terminal,
        options.json
          ? client.text(`${path}/thread`, 'application/json')
          : client.text(`${path}/transcript`, 'text/markdown'),
      );
    }),
  );
}

/** `project-dream report RUN` */
export function addReport(program: Command, terminal: Terminal): void {
  const command = program
    .command('report')
    .description('print the report of a run, in Markdown')
    .argument('<run>', RUN);
  withServiceOptions(command).action((run: string, options: ServiceOptions) =>
    useService(options, async (client) => {
      const path = `${pathOf(await idOf(client, run))}/report`;
      await print(terminal, client.text(path, options.json ? 'application/json' : 'text/markdown'));
    }),
  );
}

/** `project-dream diff A B` */
export function addDiff(program: Command, terminal: Terminal): void {
  const command = program
    .command('diff')
    .description('tell where two runs part, and how they differ from there')
    .argument('<left>', RUN)
    .argument('<right>', RUN);
  withServiceOptions(command).action((left: string, right: string, options: ServiceOptions) =>
    useService(options, async (client) => {
      const [one, other] = [await idOf(client, left), await idOf(client, right)];
      const diff = await client.get<RunDiff>(`${pathOf(one)}/diff/${encodeURIComponent(other)}`);
      terminal.out(options.json ? `${JSON.stringify(diff, null, 2)}\n` : showHidden(describeDiff(diff)));
    }),
  );
}

interface ExportOptions extends ServiceOptions {
  readonly csv: boolean | 'thread' | 'rounds';
  readonly graphml: boolean;
  readonly bom: boolean;
}

/** `project-dream export RUN --csv|--graphml` */
export function addExport(program: Command, terminal: Terminal): void {
  const command = program
    .command('export')
    .description('print the comments, the rounds or the replies of a run for pandas, R or Gephi')
    .argument('<run>', RUN)
    .addOption(
      new Option('--csv [table]', 'a table: thread or rounds').choices(['thread', 'rounds']).default(false),
    )
    .option('--graphml', 'who answered whom', false)
    .option('--bom', 'begin CSV with a byte order mark, for Excel', false);
  withServiceOptions(command).action((run: string, options: ExportOptions) => {
    const [name, mediaType] = exportOf(options);
    return useService(options, async (client) =>
      print(terminal, client.text(`${pathOf(await idOf(client, run))}/${name}`, mediaType)),
    );
  });
}

/** @throws UsageError unless one of the formats is asked for */
function exportOf({ csv, graphml, json, bom }: ExportOptions): Parameters<ServiceClient['text']> {
  const asked = [csv !== false, graphml, json].filter(Boolean).length;
  if (asked !== 1) throw new UsageError('Say what to export: one of --csv, --graphml and --json.');
  if (graphml) return ['graph', 'application/graphml+xml'];
  if (json) return ['thread', 'application/json'];
  return [`${csv === 'rounds' ? 'rounds' : 'thread'}${bom ? '?bom=true' : ''}`, 'text/csv'];
}

/** Prints a text, which ends in a line feed then. */
async function print(terminal: Terminal, text: AsyncIterable<string>): Promise<void> {
  let last = '\n';
  for await (const piece of text) {
    terminal.out(piece);
    last = piece.at(-1) ?? last;
  }
  if (last !== '\n') terminal.out('\n');
}
