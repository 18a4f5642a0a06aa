import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { KOREAN_FOLDER, packFiles, withValue, writeFiles } from '../fixtures/pack-folder.js';
import { expectSoundLog, rowsOf, type AnsweredRow, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import type { Seed } from '../../src/simulation/domain/seed.js';

const SEED = JSON.parse(
  await readFile(fileURLToPath(new URL('../fixtures/korean-seed.json', import.meta.url)), 'utf8'),
) as Seed;
const ROUNDS = 4;

/** Runs the Korean seed on a folder of packs, with several random seeds. */
async function simulate(service: RunningApp, randomSeed: string): Promise<AnsweredRunlog> {
  const body = { seed: SEED, rounds: ROUNDS, random_seed: randomSeed };
  const { body: run } = await service.post('/simulate', body).expect(200);
  expect(run).toMatchObject({ status: 'succeeded', rounds_run: ROUNDS });
  const { body: log } = await service.get(`/runs/${run.run_id}/runlog`).expect(200);
  expectSoundLog(log);
  return log as AnsweredRunlog;
}

const textsOf = (log: AnsweredRunlog) => rowsOf(log, 'round').flatMap(({ text, claim }) => [text, claim]);

function expectKorean(log: AnsweredRunlog): void {
  const texts = textsOf(log);
  expect(texts.length).toBeGreaterThanOrEqual(2 * ROUNDS);
  expect(texts.filter((text) => !/\p{Script=Hangul}{2}/u.test(String(text)))).toEqual([]);
  expect(texts.filter((text) => /[A-Za-z]/.test(String(text)))).toEqual([]);
}

describe('a world in Korean', () => {
  let service: RunningApp;
  let log: AnsweredRunlog;

  beforeAll(async () => {
    service = await startApp({ PACKS_DIR: KOREAN_FOLDER });
    log = await simulate(service, 'one');
  });
  afterAll(() => service.stop());

  it('speaks Korean and nothing else, in its own voices', () => {
    expectKorean(log);
    const voices = new Set(rowsOf(log, 'round').map((row) => row['register_profile_id']));
    expect(voices.size).toBeGreaterThan(1);
  });

  it('finds the passages that belong to the seed', () => {
    const bundle = rowsOf(log, 'context')[0]?.['bundle'] as Bundle | undefined;
    const ids = (section: string) => bundle?.sections[section]?.map(({ id }) => id);
    expect(ids('organization')).toContain('entity:EN-02'); // the firm that cleans the water tanks
    expect(ids('evidence')?.[0]).toBe('event_card:EV-01'); // the receipt that was filed twice
    expect(ids('policy')).toHaveLength(3);
  });

  it('gives the thread a title and a community of the board', () => {
    const [selected] = rowsOf(log, 'thread_selected');
    expect(selected).toMatchObject({
      community_id: 'COM-01',
      thread_template_id: 'T2',
      meme_seed_id: 'MM-01',
    });
    expect(String(selected?.['rendered_title'])).toContain('물탱크');
    expect(selected?.['body_sections']).toEqual(['적혀 있는 것', '맞지 않는 것', '남는 것']);
  });

  it('finds a taboo word inside a longer one, and blacks it out when it stays', async () => {
    const logs = [log, await simulate(service, 'two'), await simulate(service, 'three')];
    const findings = logs.flatMap((each) => rowsOf(each, 'gate').flatMap(violationCodes));
    expect(findings).toContain('TABOO_TERM');
    const shown = logs.flatMap((each) => rowsOf(each, 'round')).filter((row) => row['withheld'] === false);
    expect(shown.filter(({ text }) => /얌체(?!주차)|사기꾼|도둑놈|진상/.test(String(text)))).toEqual([]);
    expect(shown.some(({ text }) => String(text).includes('얌체주차'))).toBe(true); // innocent, a fact of the seed
  });

  it('refuses a seed with a term that the world forbids, inside a longer word too', async () => {
    const seed = { ...SEED, hidden_facts: ['옆 단지의 유령세대들이 관리비를 안 냈다.'] };
    const { body } = await service.post('/simulate', { seed }).expect(422);
    expect(body).toMatchObject({ error: 'canon_gate_failed', gate: 'canon_gate.v1' });
    expect(JSON.stringify(body.checks)).toContain("hidden_facts[0] uses the forbidden term '유령세대'");
    expect(JSON.stringify(body)).not.toContain('옆 단지');
  });
});

describe('a world in Korean without a phrase book', () => {
  let service: RunningApp;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packs-'));
    await writeFiles(folder, withValue(packFiles(KOREAN_FOLDER), 'world_pack.json', 'extensions', {}));
    service = await startApp({ PACKS_DIR: folder });
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('speaks Korean with the words of its packs', async () => {
    expectKorean(await simulate(service, 'one'));
    expectKorean(await simulate(service, 'two'));
  });
});

interface Bundle {
  readonly sections: Readonly<Record<string, readonly { readonly id: string }[]>>;
}

function violationCodes(row: AnsweredRow): string[] {
  const gates = row['gates'] as { violations: { code: string }[] }[];
  return gates.flatMap(({ violations }) => violations.map(({ code }) => code));
}
