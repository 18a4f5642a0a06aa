// What a worker uses of a built checkout, with the packages that this checkout has.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** @returns the exports of a module in the checkout's `dist` */
export function importBuilt(folder, module = 'index.js') {
  return import(pathToFileURL(join(folder, 'dist', module)));
}

/** @returns a Nest module with these providers, beside those of the service */
export async function benchModule(folder, providers) {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const { Module } = await import(pathToFileURL(resolve('@nestjs/common')));
  const { AppModule } = await importBuilt(folder);
  class BenchModule {}
  Module({ imports: [AppModule], providers })(BenchModule);
  return BenchModule;
}

/** @returns the definition of a pipeline named `bench` that accepts any input, with this first row */
export function benchPipeline({ Pipeline }, firstRows = []) {
  class BenchPipeline {
    check(input) {
      return input;
    }

    accept(input) {
      return { input, randomSeed: 'bench', rows: firstRows, projection: {} };
    }

    project() {
      return {};
    }
  }
  Pipeline({ id: 'bench' })(BenchPipeline);
  return BenchPipeline;
}
