import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** What a program's bundle is called with: the parameters of a CommonJS module, and `import` of packages apart from it. */
type Bundle = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
  load: (specifier: string) => Promise<unknown>,
) => void;

/**
 * Runs a program's bundle. V8 takes its functions from the code cache beside it, which `npm run build` makes, instead of
 * compiling them; a cache of another Node.js version or of other V8 flags is ignored. Node.js 20 has no cache of its own.
 * @param file URL of the bundle, a function in ASCII that scripts/bundle.mjs makes
 * @returns the compiled bundle, which can write its code cache
 */
export function runBundle(file: URL): Script {
  const path = fileURLToPath(file);
  const source = readFileSync(path, 'latin1'); // of one byte for each character, V8 keeps it outside its heap as it is
  const script = new Script(source, {
    filename: path,
    cachedData: codeCache(`${path}.cache`),
  });
  const run = script.runInThisContext() as Bundle;
  const module = { exports: {} };
  run(
    module.exports,
    createRequire(path),
    module,
    path,
    dirname(path),
    (specifier) => import(specifier) as Promise<unknown>,
  );
  return script;
}

function codeCache(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // built without one, or being made
    throw error;
  }
}
