import { Module } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  CommentGate,
  RunsService,
  StageNode,
  type CommentGateHandler,
  type StageContext,
  type StageNodeHandler,
} from '../../src/index.js';
import { Pipeline, type AcceptedInput, type RunPipeline } from '../../src/runs/index.js';
import { buildReport } from '../../src/simulation/report/build-report.js';
import type { Report } from '../../src/simulation/report/report.js';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed, exampleSeeds } from '../support/seeds.js';

describe('GET /runs/{id}/report', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' });
  });

  afterAll(() => service.stop());

  /** A finished run's path. */
  async function simulate(body: object): Promise<string> {
    const answer = await service.post('/simulate', body).expect(200);
    return answer.headers['location'] ?? '';
  }

  const logOf = async (run: string) =>
    (await service.get(`${run}/runlog`).expect(200)).body as AnsweredRunlog;

  it('answers JSON, unless Accept prefers Markdown', async () => {
    const run = await simulate({ seed: await exampleSeed() });
    for (const accept of [
      '*/*',
      'application/json',
      'text/html, */*;q=0.1',
      'text/markdown;q=0.5, application/json',
    ]) {
      const { headers, body } = await service.get(`${run}/report`).set('Accept', accept).expect(200);
      expect([accept, headers['content-type'], headers['vary']]).toEqual([
        accept,
        'application/json; charset=utf-8',
        'Accept',
      ]);
      expect(body).toMatchObject({ schema_version: 'report.v1', seed_id: 'seed-01-short-crate' });
    }
    const { headers, text } = await service.get(`${run}/report`).set('Accept', 'text/markdown').expect(200);
    expect([headers['content-type'], headers['vary']]).toEqual(['text/markdown; charset=utf-8', 'Accept']);
    expect(text).toMatch(/^# Pier Nine manifest comes up one dream short\n/);
  });

  it('says only what was said: every quote of each example stands in its log', async () => {
    for (const [name, seed] of await exampleSeeds()) {
      const run = await simulate({ seed, rounds: 8 });
      const comments = rowsOf(await logOf(run), 'round').filter((row) => !row['withheld']);
      const said = new Set(comments.flatMap(({ text, claim }) => [text, claim]));
      const { body } = await service.get(`${run}/report`).expect(200);
      const report = body as Report;
      const quotes = [
        ...report.lens_summaries.flatMap(({ claims }) => claims.map(({ claim }) => claim)),
        ...report.highlights_top10.flatMap(({ claim, text }) => [claim, text]),
        ...report.conflict_map.mediation_points.map(({ claim }) => claim),
        ...report.dialogue_candidates.flatMap(({ line, replying_to }) => [line, replying_to?.line ?? line]),
        report.conflict_map.claim_a?.claim,
        report.conflict_map.claim_b?.claim,
      ];
      expect([name, quotes.filter((quote) => !said.has(quote))]).toEqual([name, []]);
      expect([name, report.report_gate.failed_checks]).toEqual([name, []]);
      const communities = new Set(comments.map((row) => row['community_id']));
      expect(new Set(report.lens_summaries.map(({ community_id }) => community_id))).toEqual(communities);
      const best = Math.max(...comments.map((row) => Number(row['score'])));
      expect(report.highlights_top10[0]?.score).toBe(best);
    }
  });

  it('gives the same bytes each time, and those that its stored log gives', async () => {
    const run = await simulate({ seed: await exampleSeed(), rounds: 6 });
    const { text } = await service.get(`${run}/report`).expect(200);
    expect((await service.get(`${run}/report`).expect(200)).text).toBe(text);
    const { run_id, rows } = await logOf(run);
    expect(JSON.stringify(await buildReport(rows, run_id))).toBe(text);
  });

  it('gives equal bytes for equal runs, but for the run’s id: no time of a run is in it', async () => {
    const body = { seed: await exampleSeed(), rounds: 5 };
    const [one, other] = [await simulate(body), await simulate(body)];
    expect(one).not.toBe(other);
    const texts = await Promise.all(
      [one, other].map(async (run) => {
        const { text } = await service.get(`${run}/report`).expect(200);
        return text.replaceAll(run.replace('/runs/', ''), 'run-x');
      }),
    );
    expect(texts[1]).toBe(texts[0]);
  });

  it('keeps hidden facts back, and says how many there are', async () => {
    const seed = {
      ...(await exampleSeed()),
      hidden_facts: ['Nobody may read this', 'Nor may they read that'],
    };
    const run = await simulate({ seed, rounds: 8 });
    const { text, body } = await service.get(`${run}/report`).expect(200);
    const markdown = await service.get(`${run}/report`).set('Accept', 'text/markdown').expect(200);
    expect(body.seed_constraints.hidden_fact_count).toBe(2);
    for (const fact of seed.hidden_facts) {
      expect(text).not.toContain(fact);
      expect(markdown.text).not.toContain(fact);
    }
  });

  it('does not know the report of a run that there is not', async () => {
    const { body } = await service.get('/runs/run-00000000-0000-7000-8000-000000000000/report').expect(404);
    expect(body).toMatchObject({ error: 'run_not_found', error_code: 'RUN_NOT_FOUND' });
  });

  it('has no report of a run that failed before its end', async () => {
    const faults = [{ stage_node: 'end_condition', kind: 'error', attempts: 'all' }];
    const failed = await service.post('/simulate', { seed: await exampleSeed(), faults }).expect(500);
    const { body, headers } = await service.get(`/runs/${failed.body.run_id}/report`).expect(404);
    expect(headers['content-type']).toMatch('application/problem+json');
    expect(body).toMatchObject({
      error: 'report_not_found',
      error_code: 'RUN_REPORT_NOT_FOUND',
      run_id: failed.body.run_id,
      message: 'This run has no report: it is failed and has not come to its end_condition.',
    });
  });

  it('is documented with both of its media types', async () => {
    const { body } = await service.get('/docs-json').expect(200);
    const { content } = body.paths['/runs/{run_id}/report'].get.responses['200'];
    expect(Object.keys(content)).toEqual(['application/json', 'text/markdown']);
    expect(content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Report' });
  });
});

/** A report without its run's id. */
const withoutId = (text: string) => text.replace(/"run_id":"run-[^"]*"/, '');

describe('the report of a stored run', () => {
  it('is the same, byte for byte, on every repository, and after a restart', async () => {
    const seed = await exampleSeed();
    const texts: string[] = [];
    for (const repository of ['sqlite', 'file', 'memory']) {
      let service = await startApp({ RUN_REPOSITORY: repository });
      const { headers } = await service.post('/simulate', { seed, rounds: 4 }).expect(200);
      texts.push(withoutId((await service.get(`${headers['location']}/report`).expect(200)).text));
      if (repository !== 'memory') {
        service = await service.restart();
        texts.push(withoutId((await service.get(`${headers['location']}/report`).expect(200)).text));
      }
      await service.stop();
    }
    expect(texts).toEqual(Array(5).fill(texts[0]));
  });
});

/** Waits, once its run has come to it, until it is let go; its id comes before `end_condition`. */
@StageNode({ id: 'check_back', pipeline: 'simulation', after: 'moderation' })
class WaitingStage implements StageNodeHandler {
  release: () => void;
  readonly runId: Promise<string>;
  private arrive: (runId: string) => void;
  private readonly released = new Promise<void>((resolve) => (this.release = resolve));

  constructor() {
    this.runId = new Promise((resolve) => (this.arrive = resolve));
  }

  async run(context: StageContext): Promise<void> {
    this.arrive(context.runId);
    await this.released;
  }
}

@Module({ imports: [AppModule], providers: [WaitingStage] })
class WaitingModule {}

@CommentGate({ name: 'nothing_passes', withholds: true })
class NothingPasses implements CommentGateHandler {
  check() {
    return [{ rule_id: 'TEAM-01', code: 'NO', message: 'No.', severity: 'high' as const }];
  }
}

@Module({ imports: [AppModule], providers: [NothingPasses] })
class SilentModule {}

@Pipeline({ id: 'survey' })
class SurveyPipeline implements RunPipeline {
  check(input: unknown) {
    return input;
  }
  accept(input: unknown): AcceptedInput {
    return { input, randomSeed: 'x', rows: [], projection: {} };
  }
  project() {
    return {};
  }
}

@StageNode({ id: 'ask_around', pipeline: 'survey' })
class AskAroundStage implements StageNodeHandler {
  async run(context: StageContext): Promise<void> {
    context.emit({ type: 'answer', text: 'Yes.' });
  }
}

@Module({ imports: [AppModule], providers: [SurveyPipeline, AskAroundStage] })
class SurveyModule {}

describe('the report, where a team has changed the service', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  it('is not there while the run goes on, and is there once it has ended', async () => {
    service = await startApp({}, WaitingModule);
    const stage = service.app.get(WaitingStage, { strict: false });
    const answer = service.post('/simulate', { seed: await exampleSeed() }).then(({ status }) => status);
    const runId = await stage.runId;
    const { body } = await service.get(`/runs/${runId}/report`).expect(404);
    expect(body.message).toBe('This run has no report: it is running and has not come to its end_condition.');
    stage.release();
    expect(await answer).toBe(200);
    await service.get(`/runs/${runId}/report`).expect(200);
  });

  it('fails its gate when nobody’s comment got through', async () => {
    service = await startApp({}, SilentModule);
    const { headers } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    const { body } = await service.get(`${headers['location']}/report`).expect(200);
    expect(body).toMatchObject({ lens_summaries: [], highlights_top10: [], dialogue_candidates: [] });
    expect(body.report_gate).toMatchObject({
      pass_fail: false,
      failed_checks: ['required_sections', 'highlights_count', 'dialogue_count', 'mediation_points_count'],
    });
    expect(body.risk_checks).toContainEqual(
      expect.objectContaining({ category: 'withheld', severity: 'high' }),
    );
  });

  it('is not there for a run of another pipeline', async () => {
    service = await startApp({}, SurveyModule);
    const { run } = await service.app.get(RunsService).runToEnd({ pipeline: 'survey', input: {} });
    const { body } = await service.get(`/runs/${run.run_id}/report`).expect(404);
    expect(body).toMatchObject({
      error: 'report_not_found',
      message: 'This run has no report: it is no simulation.',
    });
  });
});
