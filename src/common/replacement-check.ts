import type { DynamicModule } from '@nestjs/common';
import { MODULE_METADATA } from '@nestjs/common/constants.js';
import type { ModulesContainer } from '@nestjs/core';

type Module = ModulesContainer extends Map<string, infer M> ? M : never;

/** Provided next to each replaceable provider; unlike that, it stays when a test overrides the provider. */
export class ReplaceableMark {
  constructor(readonly token: symbol) {}
}

/** Provided next to a replacement: the token it replaces, and by what. */
export class ReplacementMark {
  constructor(
    readonly token: symbol,
    readonly source: string,
  ) {}
}

/** A replacement that would be ignored or ambiguous. The message names the fix. */
export class ReplacementError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ReplacementError';
  }
}

/** The name of a token in messages. */
export function nameOf(token: symbol): string {
  return token.description ?? 'a token without a name';
}

/**
 * Checks all replacements of an application.
 * @returns the tokens that are replaced
 * @throws ReplacementError
 */
export function assertReplacements(modules: ModulesContainer): ReadonlySet<symbol> {
  const homes = new Map<symbol, Module>();
  const replacements: ReplacementMark[] = [];
  for (const module of modules.values()) {
    for (const { instance } of module.providers.values()) {
      if (instance instanceof ReplaceableMark) homes.set(instance.token, module);
      if (instance instanceof ReplacementMark) replacements.push(instance);
    }
  }
  for (const [token, home] of homes) assertProvidedOnlyBy(home, token, modules);
  for (const { token } of replacements) assertReplacesSomething(token, homes);
  for (const { token } of replacements) assertReplacedOnce(token, replacements, modules);
  return new Set(replacements.map(({ token }) => token));
}

/** A provider in another module would be used by that module only. */
function assertProvidedOnlyBy(home: Module, token: symbol, modules: ModulesContainer): void {
  for (const module of modules.values()) {
    const wrapper = module.providers.get(token);
    if (module === home || !wrapper) continue;
    throw new ReplacementError(
      `${module.name} provides ${nameOf(token)}, but ${home.name} would go on with its own: Nest looks a token up in the ` +
        `module that asks for it first. Take the provider out of ${module.name}, and put ` +
        `Replacement.of(${nameOf(token)}, { ${sourceOf(wrapper)} }) among its imports.`,
    );
  }
}

function assertReplacesSomething(token: symbol, homes: ReadonlyMap<symbol, Module>): void {
  if (homes.has(token)) return;
  const known = [...homes.keys()].map(nameOf).toSorted().join(', ');
  throw new ReplacementError(
    `Replacement.of(${nameOf(token)}, …) replaces nothing. Name one of these tokens, as the service exports it: ${known}.`,
  );
}

function assertReplacedOnce(
  token: symbol,
  replacements: readonly ReplacementMark[],
  modules: ModulesContainer,
): void {
  const ofToken = replacements.filter((mark) => mark.token === token);
  if (ofToken.length === 1) return;
  const sources = ofToken.map((mark) => `${mark.source}${importersOf(mark, modules)}`).join(' and by ');
  throw new ReplacementError(
    `${nameOf(token)} is replaced more than once: by ${sources}. Keep one Replacement.of(${nameOf(token)}, …).`,
  );
}

/** The modules whose decorator imports a replacement; to Nest, every module imports it, since it is global. */
function importersOf(mark: ReplacementMark, modules: ModulesContainer): string {
  const names = [...modules.values()]
    .filter(({ metatype }) => importsOf(metatype).some((imported) => hasMark(imported, mark)))
    .map(({ name }) => name);
  return names.length === 0 ? '' : ` (in ${names.join(', ')})`;
}

function importsOf(metatype: object): readonly Partial<DynamicModule>[] {
  const imports: unknown = Reflect.getMetadata(MODULE_METADATA.IMPORTS, metatype);
  return Array.isArray(imports) ? (imports as Partial<DynamicModule>[]) : [];
}

function hasMark({ providers }: Partial<DynamicModule>, mark: ReplacementMark): boolean {
  return (
    Array.isArray(providers) &&
    providers.some((provider) => 'useValue' in provider && provider.useValue === mark)
  );
}

/** The provider as an argument of Replacement.of. */
function sourceOf({ inject, metatype }: { readonly inject?: unknown; readonly metatype?: unknown }): string {
  if (typeof metatype !== 'function') return 'useValue: …';
  return inject ? 'useFactory: …' : `useClass: ${metatype.name}`;
}
