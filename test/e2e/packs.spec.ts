import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Inject, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { APP_CONFIG, type AppConfig } from '../../src/config/index.js';
import { AppModule, SimulationModule, StageNode, type StageNodeHandler } from '../../src/index.js';
import { WorldStore } from '../../src/simulation/index.js';
import { packFiles, withValue, withValues, writeFiles, type PackFiles } from '../fixtures/pack-folder.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

/** Each kind, and the pack and list that its items stand in. */
const KINDS = [
  ['board', 'board', 'boards'],
  ['community', 'community', 'communities'],
  ['rule', 'rule', 'rules'],
  ['organization', 'entity', 'orgs'],
  ['character', 'entity', 'chars'],
  ['persona', 'persona', 'personas'],
  ['thread_template', 'template', 'thread_templates'],
  ['comment_flow', 'template', 'comment_flows'],
  ['event_card', 'template', 'event_cards'],
  ['meme_seed', 'template', 'meme_seeds'],
] as const;

/** The items of a list as they stand in the shipped file. */
function shipped(pack: string, list: string): { id: string }[] {
  const json = JSON.parse(String(packFiles()[`${pack}_pack.json`])) as Record<string, { id: string }[]>;
  return json[list] ?? [];
}

describe('GET /packs', () => {
  let service: RunningApp;
  beforeAll(async () => {
    service = await startApp();
  });
  afterAll(() => service.stop());

  it('returns the fingerprint, the boards, the communities, and the number of items of each kind', async () => {
    const { body } = await service.get('/packs').expect(200);
    expect(body).toEqual({
      pack_fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      boards: shipped('board', 'boards').map((board) => ({ id: board.id, name: expect.any(String) })),
      communities: shipped('community', 'communities').map(({ id }) => ({
        id,
        name: expect.any(String),
        board_id: expect.any(String),
        zone_id: expect.any(String),
      })),
      counts: Object.fromEntries(KINDS.map(([kind, pack, list]) => [kind, shipped(pack, list).length])),
      worlds: [{ packs: 'default', pack_fingerprint: body.pack_fingerprint }],
      report_thresholds: { hidden: 10, locked: 20, shift: { public: 4, alias: 0, mask: -2 } },
    });
  });

  it.each(KINDS)('returns each %s unchanged from the %s pack', async (kind, pack, list) => {
    const items = shipped(pack, list);
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) {
      const { body } = await service.get(`/packs/${kind}/${item.id}`).expect(200);
      expect(body).toMatchObject(item);
    }
  });

  it.each(KINDS)('lists each %s in brief, in the order of the %s pack', async (kind, pack, list) => {
    const { body } = await service.get(`/packs/${kind}`).expect(200);
    expect(body).toMatchObject({ kind, pack_fingerprint: expect.any(String), count: body.items.length });
    const ids = body.items.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(shipped(pack, list).map(({ id }) => id));
  });

  it('names a persona by its character, with its archetype, its community and its board', async () => {
    const { body } = await service.get('/packs/persona').expect(200);
    expect(body.items[0]).toEqual({
      id: 'P01',
      name: 'Bram Tolliver',
      summary: expect.any(String),
      category: expect.any(String),
      board_ids: ['B01'],
      community_id: 'COM-01',
    });
  });

  it('returns the relations of the canon as a graph', async () => {
    const { body } = await service.get('/packs/relations').expect(200);
    expect(body.entities).toHaveLength(shipped('world', 'entities').length);
    expect(body.relations).toHaveLength(shipped('world', 'relations').length);
    expect(body.entities[0]).toMatchObject({ id: 'EN-01', name: 'Tide Office', organization_id: 'ORG-01' });
    expect(body.relations[0]).toMatchObject({ relation_type: 'hostile_to', valid_to: null });
  });

  it.each(['/packs/board', '/packs/relations'])('refuses packs that nobody has named at %s', async (path) => {
    const { body } = await service.get(`${path}?packs=winter`).expect(422);
    expect(body.error).toBe('unknown_packs');
  });

  const KNOWN = 'B01';
  it.each([
    '/packs/boards',
    '/packs/archetype',
    '/packs/constructor',
    '/packs/board/B99',
    '/packs/board/b01',
    '/packs/board/__proto__',
    '/packs/board/constructor',
    '/packs/board/%20B01',
    '/packs/board/B01%00',
    `/packs/__proto__/${KNOWN}`,
    `/packs/constructor/${KNOWN}`,
    `/packs/toString/${KNOWN}`,
    `/packs/boards/${KNOWN}`,
    `/packs/Board/${KNOWN}`,
    `/packs/archetype/AR-01`,
    '/packs/board/..',
    '/packs/board/%2e%2e',
    '/packs/%2e%2e/%2e%2e',
    '/packs/../packs',
    '/packs/board/..%2f..%2fboard_pack.json',
    '/packs/board/%2fetc%2fpasswd',
  ])('responds with 404 to %s', async (path) => {
    expect(await statusOf(service, path)).toEqual([404, expect.stringMatching(/^(pack_item_)?not_found$/)]);
  });
});

/** Changes the packs and has them read again, in the middle of the run. */
@StageNode({ id: 'pack_change', pipeline: 'simulation', after: 'thread_candidate' })
class PackChangeStage implements StageNodeHandler {
  constructor(
    private readonly worlds: WorldStore,
    @Inject(APP_CONFIG) private readonly config: AppConfig,
  ) {}

  async run(): Promise<void> {
    const files = withValue(packFiles(), 'board_pack.json', 'boards.0.name', 'Renamed while it ran');
    await writeFile(join(this.config.PACKS_DIR ?? '', 'board_pack.json'), files['board_pack.json'] ?? '');
    const faults = await this.worlds.reload();
    if (faults.length > 0) throw new Error('The changed packs were refused.');
  }
}

@Module({ imports: [AppModule, SimulationModule], providers: [PackChangeStage] })
class PackChangingModule {}

/** Sends a path as it is: clients would resolve its dots. */
function statusOf(service: RunningApp, path: string): Promise<[status: number | undefined, error: unknown]> {
  const { port } = service.app.getHttpServer().address() as { port: number };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += String(chunk)));
      answer.on('end', () => resolve([answer.statusCode, (JSON.parse(text) as { error: unknown }).error]));
    });
    sent.on('error', reject).end();
  });
}

describe('a pack folder that changes while the service runs', () => {
  let service: RunningApp;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packs-'));
    await writeFiles(folder, packFiles());
    service = await startApp({ PACKS_DIR: folder });
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const fingerprint = async () => (await service.get('/packs').expect(200)).body.pack_fingerprint as string;
  const packsCheck = async () => (await service.get('/health/ready').expect(200)).body.checks.packs as string;
  const write = async (files: PackFiles) => {
    await writeFiles(folder, files);
    return service.app.get(WorldStore).reload();
  };

  it('is not read before a reload is requested', async () => {
    const before = await fingerprint();
    await writeFile(join(folder, 'board_pack.json'), '{');
    expect(await fingerprint()).toBe(before);
    expect(await packsCheck()).toBe(`loaded, fingerprint ${before}`);
  });

  it('is rejected when it has faults: the loaded world stays in use, and /health/ready reports this', async () => {
    const before = await fingerprint();
    const broken = withValues(packFiles(), [
      ['board_pack.json', 'boards.0.name', null],
      ['community_pack.json', 'communities.0.board_id', 'B99'],
    ]);
    expect(await write(broken)).toHaveLength(2);
    expect(await packsCheck()).toBe(
      `loaded, fingerprint ${before}; the changed folder was refused with 2 fault(s), see the server log`,
    );
    expect(await fingerprint()).toBe(before);
    await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
  });

  it('is loaded when it has none: new runs use the new world', async () => {
    const before = await fingerprint();
    expect(await write(withValue(packFiles(), 'board_pack.json', 'boards.0.name', 'Renamed'))).toEqual([]);
    const after = await fingerprint();
    expect(after).not.toBe(before);
    expect(await packsCheck()).toBe(`loaded, fingerprint ${after}`);
    const { body: board } = await service.get('/packs/board/B01').expect(200);
    expect(board.name).toBe('Renamed');
    const { body: run } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    expect(run.pack_fingerprint).toBe(after);
  });
});

describe('a run in flight', () => {
  let service: RunningApp;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'packs-'));
    await writeFiles(folder, packFiles());
    service = await startApp({ PACKS_DIR: folder }, PackChangingModule);
  });
  afterAll(async () => {
    await service.stop();
    await rm(folder, { recursive: true });
  });

  it('keeps the world that it started with when the packs are reloaded', async () => {
    const { body: packs } = await service.get('/packs').expect(200);
    const { body: run } = await service.post('/simulate', { seed: await exampleSeed() }).expect(200);
    expect(run).toMatchObject({ status: 'succeeded', pack_fingerprint: packs.pack_fingerprint });
    const { body: packsAfter } = await service.get('/packs').expect(200);
    expect(packsAfter.pack_fingerprint).not.toBe(packs.pack_fingerprint);
  });
});
