import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppModule, RunsService, StageNode, transcriptMarkdown, type StageContext } from '../../src/index.js';
import { Pipeline, type AcceptedInput, type RunPipeline } from '../../src/runs/index.js';
import { htmlText } from '../../src/simulation/report/html-text.js';
import { markdownText } from '../../src/simulation/report/markdown-text.js';
import { textAt } from '../../src/simulation/report/row-fields.js';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed, exampleSeeds } from '../support/seeds.js';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
/** Sets another direction, and never sets it back. */
const HOSTILE = '<script>alert(1)</script> # "heading" & \u202Ereversed';

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
class AskAroundStage {
  async run(context: StageContext): Promise<void> {
    context.emit({ type: 'answer', text: 'Yes.' });
  }
}

@Module({ imports: [AppModule], providers: [SurveyPipeline, AskAroundStage] })
class SurveyModule {}

describe('GET /runs/{id}/transcript', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ FAULT_INJECTION: 'true' }, SurveyModule);
  });

  afterAll(() => service.stop());

  async function simulate(body: object, status = 200): Promise<string> {
    const { body: run } = await service.post('/simulate', body).expect(status);
    return `/runs/${run.run_id}`;
  }

  it('is Markdown, unless Accept prefers HTML, as that of a browser does', async () => {
    const run = await simulate({ seed: await exampleSeed() });
    for (const [accept, type] of [
      ['*/*', 'text/markdown'],
      ['text/markdown', 'text/markdown'],
      ['text/html;q=0.5, text/markdown', 'text/markdown'],
      ['text/html', 'text/html'],
      [BROWSER, 'text/html'],
    ] as const) {
      const { headers } = await service.get(`${run}/transcript`).set('Accept', accept).expect(200);
      expect([accept, headers['content-type'], headers['vary']]).toEqual([
        accept,
        `${type}; charset=utf-8`,
        'Accept',
      ]);
    }
  });

  it('has every comment that got through, in order, with names and no ids', async () => {
    for (const [name, seed] of await exampleSeeds()) {
      const run = await simulate({ seed, rounds: 8 });
      const log = (await service.get(`${run}/runlog`).expect(200)).body as AnsweredRunlog;
      const { text } = await service.get(`${run}/transcript`).set('Accept', 'text/html').expect(200);
      const said = rowsOf(log, 'round').filter((row) => !row['withheld']);
      const shown = text.match(/<article>/g) ?? [];
      expect([name, shown.length]).toEqual([name, rowsOf(log, 'round').length]);
      const places = said.map((row) => text.indexOf(`<h3><bdi>${escaped(row['persona_name'])}</bdi>`));
      expect(places).not.toContain(-1);
      expect(text.replace(/[0-9a-f-]{36}/g, '')).not.toMatch(/\b(?:B|P|MM|COM|EV|RULE)-?\d{2}\b/);
      expect(text).not.toMatch(/\b1 (?:reports|upvotes|comments|rounds)\b|found=/);
    }
  });

  it('shows what moderators say, who answers, and the appeal of the author, beside the comments', async () => {
    const dial = { U: 50, E: 0, M: 0, S: 0, H: 50 };
    const seed = { ...(await exampleSeed()), dial, evidence_expiry_hours: 200 };
    const run = await simulate({ seed, rounds: 8 });
    const log = (await service.get(`${run}/runlog`).expect(200)).body as AnsweredRunlog;
    const markdown = (await service.get(`${run}/transcript`).expect(200)).text;
    const { text: html } = await service.get(`${run}/transcript`).set('Accept', 'text/html').expect(200);
    const said = [...rowsOf(log, 'notice'), ...rowsOf(log, 'notice_reply'), ...rowsOf(log, 'appeal')];
    expect(new Set(said.map(({ type }) => type)).size).toBe(3);
    for (const row of said) {
      expect(markdown).toContain(markdownText(textAt(row, 'text')));
      expect(html).toContain(htmlText(textAt(row, 'text')));
    }
    const appeals = rowsOf(log, 'appeal').length;
    expect(html.match(/<aside>/g)).toHaveLength(said.length + appeals);
    expect(markdown).toMatch(/\*\*A moderator hides the preview\*\*/);
    expect(markdown).toMatch(/\*\*A moderator answers\*\*/);
  });

  it('says where and why a run failed', async () => {
    const faults = [{ stage_node: 'moderation', kind: 'error', attempts: 'all' }];
    const run = await simulate({ seed: await exampleSeed(), rounds: 2, faults }, 500);
    const { text } = await service.get(`${run}/transcript`).expect(200);
    expect(text).toMatch(
      /The run failed after round 2 had begun, in the stage moderation, after 2 attempts: /,
    );
  });

  it('of a run that has ended has an ETag of each form, which is answered with 304', async () => {
    const run = await simulate({ seed: await exampleSeed() });
    const { headers } = await service.get(`${run}/transcript`).expect(200);
    const tag = headers['etag'] ?? '';
    expect(tag).toMatch(/^W\/"/);
    await service.get(`${run}/transcript`).set('If-None-Match', tag).expect(304);
    await service.get(`${run}/transcript`).set({ 'If-None-Match': tag, Accept: 'text/html' }).expect(200);
  });

  it('is the one that the exported function makes of the log', async () => {
    const run = await simulate({ seed: await exampleSeed(), rounds: 3 });
    const { rows } = (await service.get(`${run}/runlog`).expect(200)).body as AnsweredRunlog;
    let text = '';
    for await (const piece of transcriptMarkdown(rows, { run_id: run.slice('/runs/'.length) })) text += piece;
    expect((await service.get(`${run}/transcript`).expect(200)).text).toBe(text);
  });

  it('shows what a seed says as words alone, in either form', async () => {
    const seed = { ...(await exampleSeed()), title: HOSTILE, public_facts: [HOSTILE, HOSTILE] };
    const run = await simulate({ seed, rounds: 4 });
    const html = (await service.get(`${run}/transcript`).set('Accept', 'text/html').expect(200)).text;
    expect(html).toContain('&lt;script&gt;alert(1)');
    expect(html).not.toMatch(/<script|\u202E/);
    const markdown = (await service.get(`${run}/transcript`).expect(200)).text;
    expect(markdown).not.toMatch(/(?<!\\)<script/);
  });

  it('has a title of several lines once', async () => {
    const seed = { ...(await exampleSeed()), title: 'First of two lines\nand the second' };
    const { body: run } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
    const { text } = await service.get(`/runs/${run.run_id}/transcript`).expect(200);
    const [, opening = ''] = text.split(/\n## (?=.*First of two lines)/);
    expect(opening).toMatch(/^.*First of two lines and the second\n/);
    expect(opening.slice(1).split('First of two lines')).toHaveLength(2);
  });

  it('is not there for a run that there is not, or that is no simulation', async () => {
    const missing = '/runs/run-00000000-0000-7000-8000-000000000000/transcript';
    expect((await service.get(missing).expect(404)).body).toMatchObject({ error_code: 'RUN_NOT_FOUND' });
    const { run } = await service.app.get(RunsService).runToEnd({ pipeline: 'survey', input: {} });
    const { body } = await service.get(`/runs/${run.run_id}/transcript`).expect(404);
    expect(body).toMatchObject({
      error_code: 'RUN_TRANSCRIPT_NOT_FOUND',
      message: 'This run has no transcript: it is no simulation.',
    });
  });
});

describe.each(['sqlite', 'file'])(
  'the transcripts of a store that version 0.1.0 wrote (%s)',
  (repository) => {
    it('tell how each of its runs ended', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'dream-released-'));
      const released = new URL(`../fixtures/store-0.1.0/${repository}/`, import.meta.url);
      await cp(released, folder, { recursive: true });
      const service = await startApp({ RUN_REPOSITORY: repository, DATA_DIR: folder });
      const { body } = await service.get('/runs').expect(200);
      const endings = [];
      for (const { run_id, forked_from } of body.items) {
        const { text } = await service.get(`/runs/${run_id}/transcript`).expect(200);
        expect(text.includes('Forked from')).toBe(forked_from !== null);
        endings.push(/_The (?:run|thread) (.*?)[,:.]/.exec(text.slice(text.indexOf('## The end')))?.[1]);
      }
      await service.stop();
      await rm(folder, { recursive: true });
      expect(endings).toEqual([
        'was cancelled after round 1 had begun',
        'ended after 4 rounds',
        'failed after round 3 had begun',
        'ended after 4 rounds',
      ]);
    });
  },
);

function escaped(text: unknown): string {
  return String(text).replaceAll('&', '&amp;').replaceAll("'", '&#39;');
}
