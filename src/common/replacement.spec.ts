import { Injectable, Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from '@jest/globals';
import { ReplacementError } from './replacement-check.js';
import { Replacement, replaceable } from './replacement.js';

const GREETER = Symbol('GREETER');
const WORD = Symbol('WORD');

interface Greeter {
  greet(): string;
}

/** How often our own greeter was made. */
let madeByUs = 0;

@Module({
  providers: [
    { provide: WORD, useValue: 'hello' },
    ...replaceable(GREETER, {
      inject: [WORD],
      useFactory: (word: string): Greeter => {
        madeByUs += 1;
        return { greet: () => word };
      },
    }),
  ],
  exports: [GREETER],
})
class LibraryModule {}

@Injectable()
class TeamWords {
  readonly word = 'servus';
}

@Module({})
class TeamModule {}

@Module({ providers: [TeamWords], exports: [TeamWords] })
class TeamWordsModule {}

@Injectable()
class TeamGreeter implements Greeter {
  greet(): string {
    return 'moin';
  }
}

/** The greeting of the library's greeter in an application with the given modules. */
async function greetingWith(...imports: (DynamicModule | Type)[]): Promise<string> {
  madeByUs = 0;
  const module = await Test.createTestingModule({ imports: [LibraryModule, ...imports] }).compile();
  return module.get<Greeter>(GREETER, { strict: false }).greet();
}

describe('a replaceable provider', () => {
  it('is made by its own factory, with its dependencies, when it is not replaced', async () => {
    expect(await greetingWith()).toBe('hello');
    expect(madeByUs).toBe(1);
  });

  it('is replaced by a class', async () => {
    expect(await greetingWith(Replacement.of(GREETER, { useClass: TeamGreeter }))).toBe('moin');
    expect(madeByUs).toBe(0);
  });

  it('is replaced by a value', async () => {
    const useValue: Greeter = { greet: () => 'grüezi' };
    expect(await greetingWith(Replacement.of(GREETER, { useValue }))).toBe('grüezi');
    expect(madeByUs).toBe(0);
  });

  it('is replaced by a factory that injects what global modules export', async () => {
    const words: DynamicModule = { module: TeamWordsModule, global: true };
    const replacement = Replacement.of<Greeter>(GREETER, {
      inject: [TeamWords],
      useFactory: ({ word }: TeamWords) => ({ greet: () => word }),
    });
    expect(await greetingWith(words, replacement)).toBe('servus');
    expect(madeByUs).toBe(0);
  });

  it('is replaced once when two modules import the same replacement', async () => {
    const replacement = Replacement.of(GREETER, { useClass: TeamGreeter });
    expect(await greetingWith(replacement, importing(replacement), importing(replacement))).toBe('moin');
  });

  it('can be overridden by a test without a replacement', async () => {
    const greeter = await overridden();
    expect(greeter.greet()).toBe('test');
    const replaced = await overridden(Replacement.of(GREETER, { useClass: TeamGreeter }));
    expect(replaced.greet()).toBe('test');
  });

  it.each<[what: string, provider: Provider, fix: string]>([
    ['a class', { provide: GREETER, useClass: TeamGreeter }, 'useClass: TeamGreeter'],
    ['a value', { provide: GREETER, useValue: new TeamGreeter() }, 'useValue: …'],
    ['a factory', { provide: GREETER, useFactory: () => new TeamGreeter() }, 'useFactory: …'],
    ['an alias', { provide: GREETER, useExisting: TeamGreeter }, 'useFactory: …'],
  ])('may not be provided by another module with %s', async (_, provider, fix) => {
    const providers = [TeamGreeter, provider];
    await expect(greetingWith({ module: TeamModule, providers })).rejects.toThrow(
      new ReplacementError(
        'TeamModule provides GREETER, but LibraryModule would go on with its own: Nest looks a token up in the module ' +
          'that asks for it first. Take the provider out of TeamModule, and put ' +
          `Replacement.of(GREETER, { ${fix} }) among its imports.`,
      ),
    );
    expect(madeByUs).toBe(0);
  });

  it('may not be provided by a global module that exports it', async () => {
    const providers = [{ provide: GREETER, useClass: TeamGreeter }];
    const module = { module: TeamModule, global: true, providers, exports: [GREETER] };
    await expect(greetingWith(module)).rejects.toThrow('TeamModule provides GREETER');
  });

  it('may not be replaced twice', async () => {
    const byClass = importing(Replacement.of(GREETER, { useClass: TeamGreeter }), 'OneModule');
    const byFactory = importing(
      Replacement.of(GREETER, { useFactory: () => new TeamGreeter() }),
      'OtherModule',
    );
    await expect(greetingWith(byClass, byFactory)).rejects.toThrow(
      new ReplacementError(
        'GREETER is replaced more than once: by TeamGreeter (in OneModule) and by a factory (in OtherModule). ' +
          'Keep one Replacement.of(GREETER, …).',
      ),
    );
    expect(madeByUs).toBe(0);
  });

  it.each([
    ['classes', () => Replacement.of(GREETER, { useClass: TeamGreeter })],
    ['values', () => Replacement.of(GREETER, { useValue: new TeamGreeter() })],
    ['factories', () => Replacement.of(GREETER, { useFactory: () => new TeamGreeter() })],
  ])('may not be replaced by two equal %s', async (_, make) => {
    await expect(greetingWith(make(), make())).rejects.toThrow('GREETER is replaced more than once');
  });

  it.each([[undefined], [null]])('may not be replaced by %s', async (nothing) => {
    const replacement = Replacement.of(GREETER, { useFactory: () => nothing });
    await expect(greetingWith(replacement)).rejects.toThrow(
      new ReplacementError(
        `The replacement of GREETER is ${nothing}. Give Replacement.of(GREETER, …) something that takes its place, ` +
          'or leave it out.',
      ),
    );
  });
});

describe('the replacement of a token that cannot be replaced', () => {
  it.each([
    ['a provider that nothing marks as replaceable', WORD],
    ['a token of the same name', Symbol('GREETER')],
  ])('is rejected: %s', async (_, token) => {
    await expect(greetingWith(Replacement.of(token, { useValue: 'other' }))).rejects.toThrow(
      new ReplacementError(
        `Replacement.of(${token.description}, …) replaces nothing. ` +
          'Name one of these tokens, as the service exports it: GREETER.',
      ),
    );
  });
});

/** A module of a team, with this among its imports. */
function importing(imported: DynamicModule, name = 'TeamModule'): Type {
  const type = Object.defineProperty(class {}, 'name', { value: name });
  Module({ imports: [imported] })(type);
  return type;
}

/** The greeter of a testing module that overrides it. */
async function overridden(...imports: DynamicModule[]): Promise<Greeter> {
  const module = await Test.createTestingModule({ imports: [LibraryModule, ...imports] })
    .overrideProvider(GREETER)
    .useValue({ greet: () => 'test' })
    .compile();
  return module.get<Greeter>(GREETER, { strict: false });
}
