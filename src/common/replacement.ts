import { Module, type DynamicModule, type FactoryProvider, type Provider, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import {
  ReplaceableMark,
  ReplacementError,
  ReplacementMark,
  assertReplacements,
  nameOf,
} from './replacement-check.js';

/** How a replacement is made: a class that Nest instantiates, a value, or a factory with its dependencies. */
export type ReplacementSource<T> =
  | { readonly useClass: Type<T> }
  | { readonly useValue: T }
  | Pick<FactoryProvider<T>, 'useFactory' | 'inject'>;

/**
 * The token under which a token's replacement is provided. Tokens with the same name share it; the boot check ensures
 * that only one of them is replaceable.
 */
function replacementToken(token: symbol): symbol {
  return Symbol.for(`project-dream: replacement of ${nameOf(token)}`);
}

/**
 * Lets a team replace a provider of the service. Nest resolves a token in the requesting module first, so providing it
 * again elsewhere has no effect; importing this has.
 * `imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: OurGenerator })]`
 * The boot fails when a token is replaced twice, is not replaceable, or is provided by a module of the team.
 */
@Module({})
export class Replacement {
  /** @throws ReplacementError */
  constructor(modules: ModulesContainer) {
    assertReplacements(modules); // including replacements of tokens that nothing injects
  }

  static of<T>(token: symbol, source: ReplacementSource<T>): DynamicModule {
    const provide = replacementToken(token);
    const provider = { provide, ...source } as Provider;
    const mark = { provide: ReplacementMark, useValue: new ReplacementMark(token, describeSource(source)) };
    return { module: Replacement, global: true, providers: [provider, mark], exports: [provide] };
  }
}

/**
 * The providers of a token that {@link Replacement} can replace; the factory only runs if it is not replaced.
 * `providers: [...replaceable(CLOCK, { useFactory: () => new SystemClock() })]`
 * @param wrap applied to the replacement or to the result of the factory before it is provided
 */
export function replaceable<T>(
  token: symbol,
  { useFactory, inject = [] }: Pick<FactoryProvider<T>, 'useFactory' | 'inject'>,
  wrap: (made: T) => T = (made) => made,
): Provider[] {
  const provider: FactoryProvider = {
    provide: token,
    inject: [ModulesContainer, { token: replacementToken(token), optional: true }, ...inject],
    useFactory: async (
      modules: ModulesContainer,
      replacement: T | undefined,
      ...dependencies: unknown[]
    ): Promise<T> => {
      const isReplaced = assertReplacements(modules).has(token);
      if (!isReplaced) return wrap(await useFactory(...dependencies));
      if (replacement !== undefined && replacement !== null) return wrap(replacement);
      throw new ReplacementError(
        `The replacement of ${nameOf(token)} is ${String(replacement)}. Give Replacement.of(${nameOf(token)}, …) ` +
          'something that takes its place, or leave it out.',
      );
    },
  };
  return [
    provider,
    { provide: Symbol(`${nameOf(token)} can be replaced`), useValue: new ReplaceableMark(token) },
  ];
}

function describeSource(source: ReplacementSource<unknown>): string {
  if ('useClass' in source) return source.useClass.name;
  return 'useValue' in source ? 'a value' : 'a factory';
}
