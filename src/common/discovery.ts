import type { DiscoveryService } from '@nestjs/core';

/** A provider whose class has a decorator, with the options of the decorator. */
interface DecoratedProvider<Options> {
  readonly instance: object;
  readonly className: string;
  readonly options: Options;
  /** How far below the root its module is imported: the further, the larger. */
  readonly depth: number;
}

/**
 * The providers of all modules whose class is itself decorated, however provided (class, factory, value).
 * A subclass of a decorated class does not count.
 */
export function decoratedProviders<Options>(
  discovery: DiscoveryService,
  key: string,
): DecoratedProvider<Options>[] {
  const found = new Map<object, DecoratedProvider<Options>>();
  for (const wrapper of discovery.getProviders()) {
    const instance = wrapper.instance as unknown;
    if (typeof instance !== 'object' || instance === null) continue;
    const type = instance.constructor as unknown;
    if (typeof type !== 'function') continue;
    const options = Reflect.getOwnMetadata(key, type) as Options | undefined;
    if (options === undefined) continue;
    if (!wrapper.isDependencyTreeStatic() || wrapper.isTransient) throw new ScopedProviderError(type.name);
    found.set(instance, { instance, className: type.name, options, depth: wrapper.host?.distance ?? 0 });
  }
  return [...found.values()];
}

/** A provider that has to be a singleton is request-scoped or transient. */
class ScopedProviderError extends Error {
  constructor(className: string) {
    super(
      `${className}, or something that it injects, is request-scoped or transient; it has to be a singleton. ` +
        `Take the scope off, or look up what is scoped where it is used.`,
    );
    this.name = 'ScopedProviderError';
  }
}
