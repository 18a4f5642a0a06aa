import { Module, type Provider, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { CommonModule } from '../common/index.js';
import { OrchestratorModule, StageNode, StageNodeRegistry, type StageNodeOptions } from './index.js';

type Options = Partial<StageNodeOptions> & { readonly id: string };

/** A stage node of the pipeline `test`, of a class with the given name. */
function stage(className: string, options: Options): Type<object> {
  const named = {
    [className]: class {
      async run(): Promise<void> {}
    },
  }[className] as Type<object>;
  StageNode({ pipeline: 'test', ...options })(named);
  return named;
}

const closing: (() => Promise<void>)[] = [];

/** The registry of an application with these providers, each in a module far from the orchestrator. */
async function registryOf(...providers: Provider[]): Promise<StageNodeRegistry> {
  @Module({ providers })
  class TeamModule {}
  const imports = [CommonModule, OrchestratorModule.forRoot(), TeamModule];
  const module = await Test.createTestingModule({ imports }).compile();
  closing.push(() => module.close());
  await module.init();
  return module.get(StageNodeRegistry);
}

/** The sentence with which the boot stops. */
async function refusalOf(...providers: Provider[]): Promise<string> {
  return registryOf(...providers).then(
    () => 'The boot did not stop.',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

describe('the stage nodes of an application', () => {
  it('are registered in order, each in its pipeline', async () => {
    const registry = await registryOf(
      stage('Last', { id: 'last', after: ['first', 'middle'] }),
      stage('Middle', { id: 'middle', after: 'first' }),
      stage('First', { id: 'first' }),
      stage('Other', { id: 'first', pipeline: 'other' }),
    );
    expect(registry.pipelineIds()).toEqual(['other', 'test']);
    expect(registry.nodesOf('test').map(({ id }) => id)).toEqual(['first', 'middle', 'last']);
    expect(registry.nodesOf('other').map(({ className }) => className)).toEqual(['Other']);
    expect(registry.nodesOf('none')).toEqual([]);
  });

  it('are found however they are provided', async () => {
    const [ByClass, ByFactory, ByValue] = [
      stage('ByClass', { id: 'a' }),
      stage('ByFactory', { id: 'b' }),
      stage('ByValue', { id: 'c' }),
    ] as [Type, Type, Type];
    const registry = await registryOf(
      { provide: 'class', useClass: ByClass },
      { provide: 'factory', useFactory: async () => new ByFactory() },
      { provide: 'value', useValue: new ByValue() },
    );
    const found = registry.nodesOf('test').map(({ className }) => className);
    expect(found).toEqual(['ByClass', 'ByFactory', 'ByValue']);
  });

  it('count once when one provider has several names', async () => {
    const Node = stage('Node', { id: 'a' });
    const registry = await registryOf(Node, { provide: 'alias', useExisting: Node });
    expect(registry.nodesOf('test')).toHaveLength(1);
  });

  it('do not include a subclass that is not decorated itself', async () => {
    class Plain extends stage('Decorated', { id: 'a' }) {}
    expect((await registryOf(Plain)).pipelineIds()).toEqual([]);
  });

  it('include a subclass that is decorated itself, under its own id', async () => {
    const Base = stage('Base', { id: 'base' });
    @StageNode({ id: 'derived', pipeline: 'test' })
    class Derived extends Base {}
    const registry = await registryOf(Derived);
    expect(registry.nodesOf('test')).toMatchObject([{ id: 'derived', className: 'Derived' }]);
  });

  it('have the defaults for the options that they do not set', async () => {
    const registry = await registryOf(
      stage('Silent', { id: 'a' }),
      stage('Telling', { id: 'b', timeoutMs: 5, retry: { maxAttempts: 7, nonRetryable: ['TypeError'] } }),
    );
    const waits = { initialIntervalMs: 100, backoffCoefficient: 2, maxIntervalMs: 2_000 };
    expect(registry.nodesOf('test')).toMatchObject([
      { after: [], emits: [], timeoutMs: 60_000, retry: { ...waits, maxAttempts: 2, nonRetryable: [] } },
      { timeoutMs: 5, retry: { ...waits, maxAttempts: 7, nonRetryable: ['TypeError'] } },
    ]);
  });

  it('own the row types that they claim, within their pipeline', async () => {
    const registry = await registryOf(stage('Owner', { id: 'a', emits: ['news'] }), stage('B', { id: 'b' }));
    expect(registry.ownersOf('test', 'news')).toEqual(['a']);
    expect(registry.ownersOf('test', 'rumour')).toEqual([]);
    expect(registry.ownersOf('other', 'news')).toEqual([]);
  });
});

describe('the boot stops', () => {
  it('when two classes have one id', async () => {
    expect(await refusalOf(stage('One', { id: 'a' }), stage('Two', { id: 'a' }))).toBe(
      "StageRegistrationError: The pipeline 'test' has more than one stage node with the id 'a': One, Two. " +
        'Give each class its own id, and provide each class in one module only.',
    );
  });

  it('when one class is provided twice', async () => {
    const Node = stage('Node', { id: 'a' });
    expect(await refusalOf(Node, { provide: 'again', useClass: Node })).toContain("the id 'a': Node, Node.");
  });

  it("when an 'after' names no node", async () => {
    expect(
      await refusalOf(stage('A', { id: 'a' }), stage('Lost', { id: 'lost', after: ['a', 'nowhere'] })),
    ).toBe(
      "StageRegistrationError: Lost (stage node 'lost') comes after 'nowhere', which its pipeline does not have. " +
        "Name one of 'a', 'lost' in 'after', or provide the missing stage node.",
    );
  });

  it("when an 'after' names a node of another pipeline", async () => {
    const other = stage('Other', { id: 'other', pipeline: 'elsewhere' });
    expect(await refusalOf(other, stage('Lost', { id: 'lost', after: 'other' }))).toContain("after 'other'");
  });

  it('when nodes wait for each other', async () => {
    expect(await refusalOf(stage('A', { id: 'a', after: 'b' }), stage('B', { id: 'b', after: 'a' }))).toBe(
      "StageRegistrationError: The stage nodes of the pipeline 'test' wait for each other: a after b after a. " +
        "Take one of these out of an 'after'.",
    );
  });

  it('when a class has no run method', async () => {
    @StageNode({ id: 'lazy', pipeline: 'test' })
    class Lazy {}
    const refusal = await refusalOf(Lazy);
    expect(refusal).toContain("Lazy is decorated with @StageNode({ id: 'lazy' }) but has no run method.");
    expect(refusal).toContain("Add 'async run(context: StageContext): Promise<void>'");
  });

  it.each<[Partial<Options>, string]>([
    [{ id: 'Bad-Id' }, 'id must match ^[a-z][a-z0-9_]{0,63}$'],
    [{ pipeline: '' }, 'pipeline must name the pipeline that it joins'],
    [{ timeoutMs: 0 }, 'timeoutMs must be a whole number from 1 to 2147483647'],
    [{ timeoutMs: 1.5 }, 'timeoutMs must be a whole number from 1 to 2147483647'],
    [{ emits: ['Rows!'] }, 'emits must list row types that match'],
    [{ emits: ['graph_node'] }, "emits must not list 'graph_node', which the runtime itself writes"],
    ...['end', 'error', 'message', 'open'].map((type): [object, string] => [
      { emits: [type] },
      `emits must not list '${type}', which is an event of its own in an event stream: give the rows another type`,
    ]),
    [{ retry: { maxAttempts: 0 } }, 'retry.maxAttempts must be a whole number from 1 to 2147483647'],
  ])('when a node has the options %j', async (options, fault) => {
    const refusal = await refusalOf(stage('Odd', { id: 'odd', ...options }));
    expect(refusal).toMatch(
      /^StageRegistrationError: Odd \(stage node '.+'\) has options that cannot be used: /,
    );
    expect(refusal).toContain(fault);
    expect(refusal).toMatch(/Mend them in its @StageNode decorator\.$/);
  });

  it('with an error that names everything wrong with a node', async () => {
    const refusal = await refusalOf(stage('Odd', { id: 'X', timeoutMs: -1, retry: { maxAttempts: 0 } }));
    for (const name of ['id must', 'timeoutMs must', 'retry.maxAttempts must'])
      expect(refusal).toContain(name);
  });
});
