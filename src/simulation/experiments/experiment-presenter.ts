import { Injectable } from '@nestjs/common';
import { UrlPrefix } from '../../common/index.js';
import { hasEnded, type RunRecord, type RunResponse } from '../../runs/index.js';
import type {
  ExperimentCountsDto,
  ExperimentListItemDto,
  ExperimentResultsDto,
  ExperimentStatus,
  ExperimentViewDto,
} from '../dto/experiment.dto.js';
import { numberAt, textAt } from '../report/row-fields.js';
import { experimentIdOf } from './domain/experiment-id.js';
import type { ExperimentResults, FigureSummary } from './domain/experiment-tally.js';
import { ExperimentReader } from './experiment-reader.js';

/** Shows experiments as callers see them. */
@Injectable()
export class ExperimentPresenter {
  constructor(
    private readonly reader: ExperimentReader,
    private readonly prefix: UrlPrefix,
  ) {}

  /** An experiment as lists hold it. */
  showItem(run: RunRecord): ExperimentListItemDto {
    const experiment_id = experimentIdOf(run.run_id);
    const { value: prefix } = this.prefix;
    return {
      experiment_id,
      name: run.title ?? '',
      status: statusOf(run),
      created_at: run.created_at,
      ended_at: run.ended_at,
      total: numberAt(run.attributes, 'runs_total'),
      counts: countsOf(run),
      pack_fingerprint: textAt(run.attributes, 'pack_fingerprint'),
      links: {
        self: `${prefix}/experiments/${experiment_id}`,
        runs: `${prefix}/runs?experiment_id=${experiment_id}`,
        run: `${prefix}/runs/${run.run_id}`,
      },
    };
  }

  /** An experiment with its results so far. */
  async show(run: RunRecord, request?: RunResponse['request']): Promise<ExperimentViewDto> {
    const shown = await this.reader.requestOf(run, request);
    return Object.assign(this.showItem(run), {
      input: shown.input as unknown as ExperimentViewDto['input'],
      vary: shown.vary as unknown as ExperimentViewDto['vary'],
      results: shownResults(await this.reader.resultsOf(run, shown)),
    });
  }
}

/** An experiment of which the process has died goes on as soon as another one takes it up. */
function statusOf({ status }: RunRecord): ExperimentStatus {
  return status === 'interrupted' ? 'running' : status;
}

function countsOf({ attributes, status }: RunRecord): ExperimentCountsDto {
  const of = (name: string) => numberAt(attributes, `runs_${name}`);
  const [succeeded, failed, cancelled] = [of('succeeded'), of('failed'), of('cancelled')];
  const left = of('total') - succeeded - failed - cancelled;
  if (hasEnded(status)) return { queued: 0, running: 0, succeeded, failed, cancelled: cancelled + left };
  const running = Math.min(left, of('running'));
  return { queued: left - running, running, succeeded, failed, cancelled };
}

function shownResults({ groups, branches }: ExperimentResults): ExperimentResultsDto {
  return {
    groups: groups.map(
      ({ figures: { comments, upvotes, reports, rounds_run, position_changes }, ...group }) => ({
        ...group,
        figures: {
          comments: shownFigure(comments),
          upvotes: shownFigure(upvotes),
          reports: shownFigure(reports),
          rounds_run: shownFigure(rounds_run),
          position_changes: shownFigure(position_changes),
        },
      }),
    ),
    branches,
  };
}

function shownFigure({ variance: _kept, ...figure }: FigureSummary): Omit<FigureSummary, 'variance'> {
  return figure;
}
