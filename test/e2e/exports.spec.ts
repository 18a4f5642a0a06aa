import { DOMParser } from '@xmldom/xmldom';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

/** The sum of a member over all rows. */
const sum = (rows: readonly object[], name: string): number =>
  rows.reduce((total, row) => total + Number((row as Record<string, unknown>)[name]), 0);

describe('exports of a run', () => {
  let service: RunningApp;
  let runId: string;
  let run: { run_id: string; links: { thread: string } };
  let log: AnsweredRunlog;

  beforeAll(async () => {
    service = await startApp();
    ({ body: run } = await service.post('/simulate', { seed: await exampleSeed(), rounds: 4 }).expect(200));
    runId = run.run_id;
    log = (await service.get(`/runs/${runId}/runlog`).expect(200)).body;
  });

  afterAll(() => service.stop());

  const csv = (query: string) =>
    service.get(`/runs/${runId}/thread${query}`).set('Accept', 'text/csv').buffer(true);

  /** The lines of a table, by the names of its columns. */
  async function table(name: string, query = ''): Promise<Record<string, string>[]> {
    const { text } = await service
      .get(`/runs/${runId}/${name}${query}`)
      .set('Accept', 'text/csv')
      .expect(200);
    return parse(text, { columns: true, bom: true, record_delimiter: '\r\n' });
  }

  it('are the upvotes and reports of rounds for several runs at once; unknown runs are left out', async () => {
    const { body } = await service.get(`/rounds?run_id=${runId}&run_id=run-x&run_id=${runId}`).expect(200);
    const rounds = rowsOf(log, 'round_summary');
    const counted = (name: string) => rounds.map((row) => (row as Record<string, unknown>)[name]);
    expect(rounds).not.toEqual([]);
    expect(body).toEqual({
      items: [{ run_id: runId, upvotes: counted('upvote_count'), reports: counted('report_count') }],
    });
    await service.get('/rounds').expect(400);
  });

  it('have every comment, with its text as it was written', async () => {
    const comments = rowsOf(log, 'round');
    const lines = await table('thread');
    expect(lines.map(({ text }) => text)).toEqual(comments.map(({ text }) => text));
    expect(lines.map(({ seq }) => Number(seq))).toEqual(comments.map(({ seq }) => seq));
    const { body } = await service.get(run.links.thread).expect(200);
    expect(body.run_id).toBe(runId);
    expect(body.comments.map(({ text }: { text: string }) => text)).toEqual(lines.map(({ text }) => text));
    expect(Object.keys(body.comments[0])).toEqual(Object.keys(lines[0] ?? {}));
    for (const name of ['upvotes', 'reports', 'views', 'score']) {
      expect(sum(lines, name)).toBeCloseTo(sum(comments, name), 6);
    }
  });

  it('have every round, as CSV and as JSON, with sums that are those of the log', async () => {
    const { body } = await service.get(`/runs/${runId}/rounds`).expect(200);
    expect(body.run_id).toBe(runId);
    const lines = await table('rounds');
    expect(lines.map(({ round }) => Number(round))).toEqual([1, 2, 3, 4]);
    expect(body.rounds).toHaveLength(4);
    const comments = rowsOf(log, 'round');
    expect(sum(body.rounds, 'comment_count')).toBe(comments.length);
    expect(sum(lines, 'upvote_count')).toBe(sum(comments, 'upvotes'));
    const cited = comments.filter(({ evidence }) => evidence !== null).length;
    const counted = body.rounds.map(
      ({ evidence_share, comment_count }: Record<string, number>) =>
        (evidence_share ?? 0) * (comment_count ?? 0),
    );
    expect(counted.reduce((total: number, part: number) => total + part, 0)).toBeCloseTo(cited, 2);
  });

  it('have who answered whom, as JSON and as GraphML', async () => {
    const { body } = await service.get(`/runs/${runId}/graph`).expect(200);
    const replies = rowsOf(log, 'round').filter(({ reply_to }) => reply_to !== null);
    expect(sum(body.edges, 'weight')).toBe(replies.length);
    expect(sum(body.nodes, 'comments')).toBe(rowsOf(log, 'round').length);
    const answer = await service
      .get(`/runs/${runId}/graph`)
      .set('Accept', 'application/graphml+xml')
      .responseType('blob')
      .expect(200);
    const document = new DOMParser().parseFromString(answer.body.toString('utf8'), 'text/xml');
    expect(document.getElementsByTagName('node')).toHaveLength(body.nodes.length);
    expect(document.getElementsByTagName('edge')).toHaveLength(body.edges.length);
  });

  it('begin with a byte order mark when it is asked for', async () => {
    expect((await csv('?bom=true')).text.codePointAt(0)).toBe(0xfeff);
    expect((await csv('')).text.startsWith('seq,round,')).toBe(true);
    expect((await csv('?bom=maybe')).status).toBe(400);
  });

  it('are saved under a name that tells the run', async () => {
    const { headers } = await csv('').expect(200);
    expect(headers['content-disposition']).toBe(`attachment; filename="${runId}-thread.csv"`);
  });
});
