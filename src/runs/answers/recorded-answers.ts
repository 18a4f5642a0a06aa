import { Inject, Injectable, Logger } from '@nestjs/common';
import type { AnswerCursor, AnswerStore, OwnedAnswer, RecordedAnswer } from '../ports/answer-store.js';
import { RUN_REPOSITORY, type RunRepository } from '../ports/run.repository.js';
import { MemoryAnswers } from './memory-answers.js';

/** Forks of forks that are followed back. */
const MOST_SOURCES = 100;

/** What outside services have answered runs: found again by the run itself, by its forks, or by any run. */
@Injectable()
export class RecordedAnswers {
  private readonly logger = new Logger(RecordedAnswers.name);
  private readonly store: AnswerStore;

  constructor(@Inject(RUN_REPOSITORY) private readonly repository: RunRepository) {
    this.store = repository.answers ?? new MemoryAnswers(() => true);
  }

  /** Says so, once it matters, when answers end with the process. */
  warnIfForgetful(): void {
    if (this.repository.answers) return;
    this.logger.warn('The run repository keeps no recorded answers: they end with this process.');
  }

  /** @throws RunNotFoundError, StorageUnavailableError */
  record(runId: string, answer: RecordedAnswer): Promise<void> {
    return this.store.record(runId, answer);
  }

  importAnswers(answers: readonly RecordedAnswer[]): Promise<void> {
    return this.store.importAnswers(answers);
  }

  /** A run's own answer; null when it has none. */
  find(runId: string, key: string): Promise<RecordedAnswer | null> {
    return this.store.find(runId, key);
  }

  /** The answer of the nearest of some runs; null when none has one. */
  async findIn(runIds: readonly string[], key: string): Promise<RecordedAnswer | null> {
    for (const runId of runIds) {
      const found = await this.store.find(runId, key);
      if (found) return found;
    }
    return null;
  }

  /** The newest answer of whatever run, or imported; null when there is none. */
  findAnywhere(key: string): Promise<RecordedAnswer | null> {
    return this.store.findAnywhere(key);
  }

  /** The runs that a run was forked from, the nearest first, as far as they are there. */
  async sourcesOf(runId: string): Promise<readonly string[]> {
    const sources: string[] = [];
    let run = await this.repository.find(runId);
    while (run?.forked_from && sources.length < MOST_SOURCES) {
      sources.push(run.forked_from);
      run = await this.repository.find(run.forked_from);
    }
    return sources;
  }

  page(limit: number, after: AnswerCursor | null, runId?: string): Promise<readonly OwnedAnswer[]> {
    return this.store.page(limit, after, runId);
  }

  unitsOf(runId: string): Promise<number> {
    return this.store.unitsOf(runId);
  }

  unitsOn(day: string): Promise<number> {
    return this.store.unitsOn(day);
  }
}
