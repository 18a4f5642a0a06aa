import { Module, type DynamicModule, type FactoryProvider, type Provider, type Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import {
  ReplaceableMark,
  ReplacementError,
  ReplacementMark,
  assertReplacements,
  nameOf,
} from './replacement-check.js';

/** How a replacement is made: a class that Nest instantiates, a value, or a factory with what it injects. */
export type ReplacementSource<T> =
  | { readonly useClass: Type<T> }
  | { readonly useValue: T }
  | Pick<FactoryProvider<T>, 'useFactory' | 'inject'>;

/**
 * The token under which a token's replacement is provided. Two tokens of one name share it; that only one of them can
 * be replaced is checked at boot.
 */
function replacementToken(token: symbol): symbol {
  return Symbol.for(`project-dream: replacement of ${nameOf(token)}`);
}

/**
 * Lets a team put something of its own in the place of a provider of ours. Nest looks a token up in the module that
 * asks first, so that providing it again elsewhere changes nothing; importing this does.
 * `imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: OurGenerator })]`
 * The boot is refused when a token is replaced twice, cannot be replaced, or is provided by a module of the team.
 */
@Module({})
export class Replacement {
  /** @throws ReplacementError */
  constructor(modules: ModulesContainer) {
    assertReplacements(modules); // also those of tokens that nothing asks for
  }

  static of<T>(token: symbol, source: ReplacementSource<T>): DynamicModule {
    const provide = replacementToken(token);
    const provider = { provide, ...source } as Provider;
    const mark = { provide: ReplacementMark, useValue: new ReplacementMark(token, describeSource(source)) };
    return { module: Replacement, global: true, providers: [provider, mark], exports: [provide] };
  }
}

/**
 * The providers of a token that {@link Replacement} can replace; the factory only runs when nobody does.
 * `providers: [...replaceable(CLOCK, { useFactory: () => new SystemClock() })]`
 * @param wrap makes what is provided of the replacement or of what the factory made; it is provided as it is without
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
