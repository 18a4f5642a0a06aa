import { prefixPaths } from '../../common/index.js';
import { shownAttributes, type AttributeValue } from '../domain/attributes.js';
import { durationOf, type RunRecord } from '../domain/run.js';
import { publicSummary } from '../domain/runlog-summary.js';
import type { RunRequestDto } from '../dto/run-request.dto.js';
import type { RunDto, RunLinksDto, RunListItemDto } from '../dto/run.dto.js';
import type { PipelineOptions } from '../run-pipeline.js';

/** How runs are shown in this application. */
export interface RunView {
  /** What was declared of a pipeline; undefined when the application does not have it. */
  readonly optionsOf: (pipeline: string) => PipelineOptions | undefined;
  /** Stands before every path: see `UrlPrefix`. */
  readonly prefix: string;
}

/** A run as lists show it. Attributes are members of it: those that its pipeline declares, null where they are not set, and objects left out. */
export function runListItem(run: RunRecord, view: RunView): RunListItemDto {
  const { summary, run_id, pipeline, status, title, attributes, error, ...rest } = run;
  const { prefix } = view;
  const options = view.optionsOf(pipeline);
  const own: Partial<RunListItemDto> = {
    run_id,
    pipeline,
    status,
    title,
    ...rest,
    forked_at: run.forked_at ?? null,
    error: error && prefixPaths(error, prefix),
    duration_ms: durationOf(run),
    stage_retry_count: summary.stage.retry_count,
    stage_failure_count: summary.stage.failure_count,
    max_stage_attempts: summary.stage.max_attempts,
    runlog_version: 'runlog.v1' as const,
    backend: run.backend ?? 'inline',
    links: linksOf(`${prefix}/runs/${run_id}`, options),
  };
  const shown = options ? declared(run, options) : shownAttributes(attributes);
  return { run_id, pipeline, status, title, ...shown, ...own } as RunListItemDto; // own wins, and these four come first
}

function linksOf(self: string, options: PipelineOptions | undefined): RunLinksDto {
  const further: Record<string, string> = {};
  for (const name of Object.keys(options?.links ?? {})) further[name] = `${self}/${name}`;
  return { self, runlog: `${self}/runlog`, events: `${self}/events`, ...further };
}

/** A run with its summary, and what it was asked to do. */
export function runOf(run: RunRecord, request: RunRequestDto | null, view: RunView): RunDto {
  const summary = publicSummary(run.summary, run.attributes);
  return Object.assign(runListItem(run, view), { summary, request });
}

function declared(
  { attributes }: RunRecord,
  { attributes: declarations = {} }: PipelineOptions,
): Record<string, AttributeValue | null> {
  const shown: Record<string, AttributeValue | null> = {};
  for (const [name, { type }] of Object.entries(declarations)) {
    const value = attributes[name];
    if (value !== undefined || type !== 'object') shown[name] = value ?? null;
  }
  return shown;
}
