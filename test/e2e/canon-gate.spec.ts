import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packFiles, withValues, writeFiles } from '../fixtures/pack-folder.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

const CHECKS = [
  'reference_integrity',
  'timeline_consistency',
  'relation_conflicts',
  'glossary_conflicts',
  'seed_forbidden_terms',
];

describe('the canon gate', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.stop());

  it('refuses a seed with a term that the world forbids, and stores no run', async () => {
    const seed = {
      ...(await exampleSeed()),
      summary: 'Somebody was seen with a MORROW NEEDLE on the pier.',
      hidden_facts: ['The lamplighter keeps a Morrow needle in the clock.'],
    };
    const answer = await service.post('/simulate', { seed }).expect(422);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      error: 'canon_gate_failed',
      error_code: 'SIM_CANON_GATE_FAILED',
      message: 'The canon gate refused the run: seed_forbidden_terms.',
      gate: 'canon_gate.v1',
      checks: CHECKS.map((name) => ({
        name,
        passed: name !== 'seed_forbidden_terms',
        details:
          name === 'seed_forbidden_terms'
            ? [
                "summary uses the forbidden term 'Morrow needle'",
                "hidden_facts[0] uses the forbidden term 'Morrow needle'",
              ]
            : [],
      })),
    });
    expect(answer.text).not.toContain('lamplighter');
    expect((await service.get('/runs').expect(200)).body.total).toBe(0);
  });

  it('has personal data and taboo words blacked out before anything is made of the seed', async () => {
    const seed = {
      ...(await exampleSeed()),
      title: 'A l.e.e.c.h at Pier Nine',
      public_facts: ['Ask ann [at] tide (dot) example, or ring ０２０ ７９４６ ００１８.'],
      hidden_facts: ['Her number is 020 7946 0018.'],
    };
    const { body: run } = await service.post('/simulate', { seed, rounds: 1 }).expect(200);
    const { text } = await service.get(`/runs/${String(run.run_id)}/runlog`).expect(200);
    expect(text).not.toMatch(/l\.e\.e|ann \[at|７９４６/);
    const [context] = (JSON.parse(text) as { rows: { seed: object; redactions: object[] }[] }).rows;
    expect(context).toMatchObject({
      seed: { title: 'A █████████ at Pier Nine', hidden_facts: seed.hidden_facts },
      redactions: [
        { pointer: '/seed/title', code: 'TABOO_TERM' },
        { pointer: '/seed/public_facts/0', code: 'PII_PHONE' },
        { pointer: '/seed/public_facts/0', code: 'PII_EMAIL' },
      ],
    });
    await service.delete(`/runs/${String(run.run_id)}`).expect(204);
  });

  it('asks for the board first', async () => {
    const seed = { ...(await exampleSeed()), board_id: 'B99', title: 'The Morrow needle' };
    const { body } = await service.post('/simulate', { seed }).expect(422);
    expect(body.error).toBe('unknown_board');
  });

  it('is in the catalogue', async () => {
    const { body } = await service.get('/errors/SIM_CANON_GATE_FAILED').expect(200);
    expect(body).toMatchObject({ error: 'canon_gate_failed', status: 422 });
  });
});

describe('a world that contradicts itself', () => {
  let service: RunningApp;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packs-'));
    const files = withValues(packFiles(), [
      ['world_pack.json', 'relations.0.to_entity_id', 'EN-99'],
      ['world_pack.json', 'entities.0.valid_to', 'Y0'],
      ['world_pack.json', 'glossary.1.term', 'Wick'],
    ]);
    await writeFiles(folder, files);
    service = await startApp({ PACKS_DIR: folder });
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('is loaded, and refuses every run with all that is wrong', async () => {
    await service.get('/health/ready').expect(200);
    const { body } = await service.post('/simulate', { seed: await exampleSeed() }).expect(422);
    const failed = (body.checks as { name: string; passed: boolean }[]).filter(({ passed }) => !passed);
    expect(failed.map(({ name }) => name)).toEqual([
      'reference_integrity',
      'timeline_consistency',
      'glossary_conflicts',
    ]);
  });
});
