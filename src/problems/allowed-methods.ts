import type { Application } from 'express';

interface RouterLayer {
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> };
  match(path: string): boolean;
}

/** The methods of the registered routes that match a path; empty when none does. */
export function allowedMethods(application: Application, path: string): string[] {
  const { stack } = application.router as unknown as { stack: readonly RouterLayer[] };
  const methods = stack.flatMap((layer) =>
    layer.route && matches(layer, path) ? Object.keys(layer.route.methods) : [],
  );
  const names = new Set(methods.filter((method) => method !== '_all').map((method) => method.toUpperCase()));
  if (names.has('GET')) names.add('HEAD');
  return [...names].toSorted();
}

/** A path that cannot be decoded matches no route. */
function matches(layer: RouterLayer, path: string): boolean {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
}
