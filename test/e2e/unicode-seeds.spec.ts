import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Seed } from '../../src/simulation/domain/seed.js';
import { expectSoundLog, rowsOf } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { logOf } from '../support/waiting.js';

const TEXTS = {
  'line and paragraph separators': 'one\u2028two\u2029three\u0085four\u000Bfive',
  emoji: '😀👩‍👩‍👧🏽 \u{1F3F4}\u{E0067}\u{E0062}\u{E007F}',
  'marks of direction': 'a\u202Eb\u202Cc\u2066d\u2069 שלום',
  'combining marks': 'Z\u0351\u036B\u0343 é',
  'what text formats give a meaning to': '"\\ \r\n\t<b>&amp;</b> | `x` data: y\n\nid: 7',
  'the last of all code points': '\u{10FFFF}\uFFFF\uFEFF',
};

describe.each(['sqlite', 'file', 'memory'])('seeds with unusual texts (%s)', (repository) => {
  let service: RunningApp;
  let seed: Seed;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: repository });
    seed = await exampleSeed();
  });

  afterAll(() => service.stop());

  const unusual = (text: string): Seed => ({
    ...seed,
    title: `${seed.title} ${text}`,
    summary: text + seed.summary,
    public_facts: [...seed.public_facts, text],
    hidden_facts: [`hidden ${text}`],
  });

  it.each(Object.entries(TEXTS))(
    'come back as they were, and break no log and no list: %s',
    async (_, text) => {
      const sent = unusual(text);
      const { body: run } = await service.post('/simulate', { seed: sent, rounds: 2 }).expect(200);
      const runId = String(run.run_id);
      const log = await logOf(service, runId);
      expectSoundLog(log);
      expect(rowsOf(log, 'context')[0]).toMatchObject({ seed: sent });
      const lines = await service
        .get(`/runs/${runId}/runlog`)
        .set('Accept', 'application/x-ndjson')
        .buffer(true)
        .parse((response, done) => {
          const pieces: Buffer[] = [];
          response.on('data', (piece: Buffer) => pieces.push(piece));
          response.on('end', () => done(null, Buffer.concat(pieces)));
        });
      const rows = (lines.body as Buffer).toString().split('\n').slice(0, -1);
      expect(rows.map((row) => JSON.parse(row) as unknown)).toEqual(log.rows);
      const { text: events } = await service.get(`/runs/${runId}/events`).buffer(true).expect(200);
      const ids = events.split('\n').filter((line) => line.startsWith('id: '));
      expect(ids).toEqual(log.rows.map(({ seq }) => `id: ${seq}`));
      await service.get(`/runs/${runId}/report`).expect(200);
      await service.get(`/runs/${runId}/report`).set('Accept', 'text/markdown').expect(200);
      const { body: list } = await service.get('/runs?limit=200').expect(200);
      expect((list.items as { run_id: string }[]).map(({ run_id }) => run_id)).toContain(runId);
    },
  );

  it.each(['\ud800', '\udfff', 'a\ud83db', 'a\u0000b'])(
    'are refused when they are no text: %j',
    async (text) => {
      const before = await service.get('/runs').expect(200);
      for (const change of [{ title: text }, { public_facts: [text] }, { hidden_facts: ['x', text] }]) {
        const { body } = await service.post('/simulate', { seed: { ...seed, ...change } }).expect(400);
        expect(body).toMatchObject({ error: 'validation_failed' });
        expect(JSON.stringify(body)).not.toContain('\\u0000');
      }
      const after = await service.get('/runs').expect(200);
      expect(after.body.total).toBe(before.body.total);
    },
  );
});
