import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { Scope, type Type } from '@nestjs/common';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DelegatingRunRepository } from '../../src/storage/index.js';
import {
  APP_CONFIG,
  ApiDocumentation,
  ATTEMPT_INTERCEPTOR,
  ErrorCodes,
  RUN_REPOSITORY,
  Replacement,
  STORE_OPTIONS,
  StorageUnavailableError,
  TEXT_GENERATOR,
  createApp,
  openRunRepository,
  type StoreOptions,
  type AttemptInterceptor,
  type CatalogueEntry,
  type RunCommit,
  type RunRepository,
  type GatedComment,
} from '../../src/index.js';
import { rowsOf, type AnsweredRunlog } from '../support/run-logs.js';
import { startApp, withEnvironment, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { gate, named, pipeline, stage, team } from '../support/team-module.js';
import { newestRun, runOnce } from '../support/waiting.js';

const DOCS = new URL('../../docs/', import.meta.url);
const PAGE = readFileSync(new URL('extending.md', DOCS), 'utf8');
const EXAMPLES = readdirSync(new URL('examples/extending/', DOCS));

/** The text of a file that the page links to, or of this one. */
const textOf = (path: string) => readFileSync(new URL(path, DOCS), 'utf8');

/** The blocks of code of the page, each with the file whose link stands before it. */
const BLOCKS = [...PAGE.matchAll(/```ts\n([\s\S]*?)```/g)].map((block) => {
  const before = [
    ...PAGE.slice(0, block.index).matchAll(/\]\((examples\/extending\/[\w.-]+\.ts|\.\.\/test\/[^)]+)\)/g),
  ];
  return [before.at(-1)?.[1] ?? '', block[1] ?? ''] as const;
});
const FILES = BLOCKS.filter(([file]) => file.startsWith('examples/'));
const EXCERPTS = BLOCKS.filter((block) => !FILES.includes(block));

/** What the page says that a boot is refused with, without its line breaks. */
const SENTENCES = [...PAGE.matchAll(/```text\n([\s\S]*?)\n```/g)]
  .flatMap(([, block = '']) => block.split('\n\n'))
  .map((sentence) => sentence.replaceAll('\n', ' '));

function throwing(): never {
  throw new RangeError('a gate');
}

/** A pipeline that adds a code which is taken, and one with faults. */
function badErrorCodes(): Type {
  const type = named('WordCountPipeline', class {});
  const entry: CatalogueEntry = { error: 'a', status: 422, title: 't', retryable: false, remedy: 'r' };
  ErrorCodes({ RUN_NOT_FOUND: entry, no_words: { ...entry, error: 'b', status: 200 } })(type);
  return type;
}

/** A pipeline that documents what is documented already. */
function badDocumentation(): Type {
  const type = named('WordCountPipeline', class {});
  const examples = { plain: { summary: 'A text', value: {} } };
  ApiDocumentation({ tags: [['runs', 'Word counts']], operations: { startRun: { examples } } })(type);
  return type;
}
const scopedStage = stage('ThreadDigestStage');

/** What is refused, in the order of the page's sentences. */
const WRONG: readonly [what: string, module: Type][] = [
  [
    'a request-scoped provider',
    team([{ provide: scopedStage, useClass: scopedStage, scope: Scope.REQUEST }]),
  ],
  [
    'a provider that nobody would get',
    team([{ provide: TEXT_GENERATOR, useClass: named('ModelGenerator', class {}) }]),
  ],
  [
    'a second replacement',
    team(
      [],
      [
        Replacement.of(TEXT_GENERATOR, { useClass: named('ModelGenerator', class {}) }),
        Replacement.of(TEXT_GENERATOR, { useFactory: () => ({}) }),
      ],
    ),
  ],
  ['a replacement of nothing', team([], [Replacement.of(APP_CONFIG, { useValue: {} })])],
  ['a stage without run', team([stage('ThreadDigestStage', {}, null)])],
  ['an id that is taken', team([stage('ThreadDigestStage', { id: 'moderation' })])],
  ['an unknown predecessor', team([stage('ThreadDigestStage', { after: 'round_lop' })])],
  [
    'a circle',
    team([
      stage('FactCheckStage', { id: 'fact_check', after: 'thread_digest' }),
      stage('ThreadDigestStage', { after: 'fact_check' }),
    ]),
  ],
  ['a row type of the runtime', team([stage('ThreadDigestStage', { emits: ['graph_node'] })])],
  [
    'a retry policy',
    team([
      stage('FactCheckStage', {
        id: 'fact_check',
        timeoutMs: 0,
        retry: { maxAttempts: 0, backoffCoefficient: 0.5, maxIntervalMs: 50 },
      }),
    ]),
  ],
  ['a gate without check', team([gate('NoLinksGate', 'no_links')])],
  ['a name that a gate has', team([gate('NoLinksGate', 'safety', () => [])])],
  ['a pipeline that is there', team([pipeline('simulation')])],
  [
    'a pipeline that nobody defines',
    team([pipeline('word_count'), stage('CountStage', { id: 'count', pipeline: 'word_cuont', after: [] })]),
  ],
  ['error codes', team([badErrorCodes()])],
  ['documentation', team([badDocumentation()])],
];

describe('docs/extending.md', () => {
  it.each(FILES)('shows %s as it is', (file, code) => {
    expect(code).toBe(textOf(file));
  });

  it.each(EXCERPTS)('shows a part of %s as it is', (file, code) => {
    expect(unindented(textOf(file))).toContain(unindented(code));
  });

  it('links to every example, and to nothing that is not there', () => {
    const linked = [...PAGE.matchAll(/\]\(([^)#]+)\)/g)].map(([, target = '']) => target);
    expect(linked.filter((target) => !existsSync(new URL(target, DOCS)))).toEqual([]);
    expect(EXAMPLES.filter((name) => !linked.includes(`examples/extending/${name}`))).toEqual([]);
  });

  it('quotes one sentence for each thing that is refused', () => {
    expect(SENTENCES).toHaveLength(WRONG.length);
  });

  it.each(WRONG.map(([what, module], index) => [what, module, SENTENCES[index] ?? ''] as const))(
    'says with which sentence the boot refuses %s',
    async (_, module, sentence) => {
      const env = { LOG_LEVEL: 'fatal', RUN_REPOSITORY: 'memory' };
      const booting = withEnvironment(env, () => createApp(module));
      await expect(booting).rejects.toThrow(new Error(sentence));
    },
  );
});

const unindented = (text: string) => text.replaceAll(/^ +/gm, '');

/** A store that is down now and then. */
class UnsteadyRepository extends DelegatingRunRepository {
  constructor(
    inner: RunRepository,
    private readonly store: { readonly isDown: boolean },
  ) {
    super(inner);
  }

  override async commit(commit: RunCommit): Promise<void> {
    this.assertUp();
    return super.commit(commit);
  }

  override async probe(): Promise<void> {
    this.assertUp();
    return super.probe();
  }

  private assertUp(): void {
    if (this.store.isDown) throw new StorageUnavailableError(new Error('The store is down.'));
  }
}

class BrokenBefore implements AttemptInterceptor {
  around(): Promise<void> {
    throw new RangeError('before');
  }
}

class BrokenAfter implements AttemptInterceptor {
  async around(_: unknown, run: () => Promise<unknown>): Promise<void> {
    await run();
    throw new RangeError('after');
  }
}

class Idle implements AttemptInterceptor {
  async around(): Promise<void> {}
}

const intercepted = (useClass: Type<AttemptInterceptor>) =>
  team([], [Replacement.of(ATTEMPT_INTERCEPTOR, { useClass })]);

describe('what the page promises of extensions that fail', () => {
  let service: RunningApp;
  afterEach(() => service.stop());

  async function simulate(status: number): Promise<Record<string, unknown>> {
    const body = { seed: await exampleSeed(), rounds: 1, max_stage_retries: 0 };
    return (await service.post('/simulate', body).expect(status)).body;
  }

  it.each([
    ['fails before it', BrokenBefore, { error_class: 'RangeError' }],
    ['never makes it', Idle, { error_code: 'ORCH_STAGE_MISUSED_CONTEXT' }],
  ])('fails the attempt when the interceptor %s', async (_, interceptor, expected) => {
    service = await startApp({}, intercepted(interceptor));
    const error = await simulate(500);
    expect(error).toMatchObject({ stage_node: 'thread_candidate', attempt_errors: [expected] });
  });

  it('lets the outcome stand when the interceptor fails after the attempt', async () => {
    service = await startApp({}, intercepted(BrokenAfter));
    expect(await simulate(200)).toMatchObject({ status: 'succeeded' });
  });

  it('answers 503 when a commit fails, and takes the run up when the store works again', async () => {
    const store = { isDown: false };
    const failFirst = () => {
      store.isDown ||= texts === 0; // the round that is being played cannot be committed
      texts += 1;
      return [];
    };
    let texts = 0;
    const useFactory = async (options: StoreOptions) =>
      new UnsteadyRepository(await openRunRepository(options), store);
    const replacement = Replacement.of(RUN_REPOSITORY, { inject: [STORE_OPTIONS], useFactory });
    service = await startApp(
      { RUN_LEASE_MS: '100' },
      team([gate('TeamGate', 'team', failFirst)], [replacement]),
    );
    expect(await simulate(503)).toMatchObject({ error_code: 'RUN_STORAGE_UNAVAILABLE' });
    await service.get('/health/ready').expect(503);
    store.isDown = false;
    const { run_id } = await newestRun(service);
    expect(await runOnce(service, run_id, 'succeeded')).toMatchObject({ rounds_run: 1 });
    await service.get('/health/ready').expect(200);
  });

  it('leaves a persona out when a gate throws', async () => {
    const { title } = await exampleSeed();
    let comments = 0;
    const check = ({ claim }: GatedComment) => {
      if (claim !== title) comments += 1; // not the opening post
      if (comments === 1) throw new RangeError('a gate');
      return [];
    };
    service = await startApp({}, team([gate('TeamGate', 'team', check)]));
    const { run_id } = await simulate(200);
    const { body: log } = await service.get(`/runs/${String(run_id)}/runlog`).expect(200);
    const withheld = rowsOf(log as AnsweredRunlog, 'round').map((row) => row['withheld']);
    expect(withheld[0]).toBe(true);
    expect(withheld.slice(1)).toEqual(withheld.slice(1).map(() => false));
  });

  it('fails the attempt when a gate throws at the opening post', async () => {
    service = await startApp({}, team([gate('TeamGate', 'team', throwing)]));
    expect(await simulate(500)).toMatchObject({
      error_code: 'ORCH_STAGE_FAILED',
      stage_node: 'thread_candidate',
    });
  });
});
