import {
  Module,
  type DynamicModule,
  type FactoryProvider,
  type InjectionToken,
  type Provider,
  type Type,
} from '@nestjs/common';

/** How a replacement is made: a class that Nest instantiates, a value, or a factory with what it injects. */
export type ReplacementSource<T> =
  | { readonly useClass: Type<T> }
  | { readonly useValue: T }
  | Pick<FactoryProvider<T>, 'useFactory' | 'inject'>;

const TOKENS = new Map<InjectionToken, symbol>();

/** The token under which a token's replacement is provided. */
function replacementToken(token: symbol): symbol {
  const known = TOKENS.get(token) ?? Symbol(`replacement of ${token.description}`);
  TOKENS.set(token, known);
  return known;
}

/**
 * Lets a team put something of its own in the place of a provider of ours. Nest looks a token up in the module that
 * asks first, so that providing it again elsewhere changes nothing; importing this does.
 * `imports: [AppModule, Replacement.of(TEXT_GENERATOR, { useClass: OurGenerator })]`
 */
@Module({})
export class Replacement {
  static of<T>(token: symbol, source: ReplacementSource<T>): DynamicModule {
    const provide = replacementToken(token);
    const provider = { provide, ...source } as Provider;
    return { module: Replacement, global: true, providers: [provider], exports: [provide] };
  }
}

/**
 * The provider of a token that {@link Replacement} can replace; the factory only runs when nobody does.
 * @param wrap makes what is provided of the replacement or of what the factory made; it is provided as it is without
 */
export function replaceable<T>(
  token: symbol,
  { useFactory, inject = [] }: Pick<FactoryProvider<T>, 'useFactory' | 'inject'>,
  wrap: (made: T) => T = (made) => made,
): Provider {
  return {
    provide: token,
    inject: [{ token: replacementToken(token), optional: true }, ...inject],
    useFactory: async (replacement: T | undefined, ...dependencies: unknown[]): Promise<T> =>
      wrap(replacement ?? (await useFactory(...dependencies))),
  };
}
