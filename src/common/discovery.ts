import type { DiscoveryService } from '@nestjs/core';

/** A provider whose class carries a decorator, and what the decorator was given. */
export interface DecoratedProvider<Options> {
  readonly instance: object;
  readonly className: string;
  readonly options: Options;
}

/**
 * The providers whose class is itself decorated, in whichever module and however provided (class, factory, value).
 * A subclass of a decorated class does not count.
 */
export function decoratedProviders<Options>(
  discovery: DiscoveryService,
  key: string,
): DecoratedProvider<Options>[] {
  const instances = new Set<unknown>(discovery.getProviders().map((wrapper) => wrapper.instance as unknown));
  return [...instances].flatMap((instance) => {
    if (typeof instance !== 'object' || instance === null) return [];
    const type = instance.constructor as unknown;
    if (typeof type !== 'function') return [];
    const options = Reflect.getOwnMetadata(key, type) as Options | undefined;
    return options === undefined ? [] : [{ instance, className: type.name, options }];
  });
}
