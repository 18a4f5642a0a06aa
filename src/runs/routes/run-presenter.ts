import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { UrlPrefix } from '../../common/index.js';
import type { ExecutedRun, RunResponse } from '../intake/run-response.js';
import type { RunRecord, RunRequest } from '../domain/run.js';
import type { RunRequestDto } from '../dto/run-request.dto.js';
import { RunListDto } from '../dto/run-list.dto.js';
import type { ListRunsQueryDto } from '../dto/list-runs.query.dto.js';
import type { RunDto } from '../dto/run.dto.js';
import type { RunPage } from '../ports/run-store.js';
import { runListItem, runOf, type RunView } from './run-view.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import { assertSucceeded } from '../run-failure.js';
import { CorruptRunlogError } from '../run.errors.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';

/** Seconds after which it is worth looking at an accepted run. */
const RETRY_AFTER_SECONDS = 1;

/** Shows runs as callers see them: with what they were asked to do, as their pipeline describes it. */
@Injectable()
export class RunPresenter {
  constructor(
    @Inject(RUN_REPOSITORY) private readonly repository: RunRepository,
    private readonly pipelines: PipelineRegistry,
    private readonly prefix: UrlPrefix,
  ) {}

  /** Made for each response: an application may set its prefix after this was created. */
  private get view(): RunView {
    return { optionsOf: (pipeline) => this.pipelines.optionsOf(pipeline), prefix: this.prefix.value };
  }

  /** A page of runs. */
  showPage(query: ListRunsQueryDto, page: RunPage): RunListDto {
    return RunListDto.of(query, page, (run) => runListItem(run, this.view));
  }

  /**
   * A run as callers see it.
   * @param request what it was asked to do, where that is known already; else the repository is asked
   */
  async show(run: RunRecord, request?: RunRequest): Promise<RunDto> {
    const stored = request ?? (await this.readableRequest(run.run_id));
    return runOf(run, stored && this.shownRequest(run, stored), this.view);
  }

  /** A run that is being read: what it was asked to do is read at the same time. */
  async showStored(runId: string, reading: Promise<RunRecord>): Promise<RunDto> {
    const requested = this.readableRequest(runId);
    requested.catch(() => undefined); // a run that cannot be read is reported first
    const run = await reading;
    const request = await requested;
    return request ? this.show(run, request) : runOf(run, null, this.view);
  }

  /** Null when it is damaged: the run itself can be read all the same. */
  private async readableRequest(runId: string): Promise<RunRequest | null> {
    try {
      return await this.repository.findRequest(runId);
    } catch (error) {
      if (error instanceof CorruptRunlogError) return null;
      throw error;
    }
  }

  /** Responds with a run: sets the headers that say where it is, and whether an earlier request has made it. */
  async respond(response: Response, result: RunResponse): Promise<RunDto> {
    markReplay(response, result);
    response.setHeader('Location', `${this.prefix.value}/runs/${result.run.run_id}`);
    return this.show(result.run, result.request);
  }

  /**
   * Responds with a run that was waited for.
   * @throws as `assertSucceeded` does when it has not succeeded
   */
  async respondExecuted(response: Response, executed: ExecutedRun): Promise<RunDto> {
    markReplay(response, executed);
    assertSucceeded(executed);
    return this.respond(response, executed);
  }

  /** Responds with a run that has been accepted, and says when to look at it. */
  async respondAccepted(response: Response, result: RunResponse): Promise<RunDto> {
    response.setHeader('Retry-After', String(RETRY_AFTER_SECONDS));
    return this.respond(response, result);
  }

  private shownRequest({ pipeline, random_seed }: RunRecord, request: RunRequest): RunRequestDto {
    const { input, max_stage_retries, faults } = request;
    const describe = this.pipelines.find(pipeline)?.describeInput;
    return {
      input: describe ? describe(input, random_seed) : input,
      ...(max_stage_retries !== null && { max_stage_retries }),
      faults: [...faults],
    };
  }
}

/** Says that an earlier request with the same key has made the run, if that is so. */
function markReplay(response: Response, { replayed }: RunResponse): void {
  if (replayed) response.setHeader('Idempotency-Replayed', 'true');
}
