import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { defineConfig } from 'vite';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const COMPRESSIBLE = /\.(js|css|svg)$/;
const LEAST_BYTES = 1024;
const SERVICE = process.env.PROJECT_DREAM_URL ?? 'http://127.0.0.1:3000';

/** Writes each file of the build in compressed forms beside it: the service sends what the browser takes. */
const compressed = () => {
  let folder;
  return {
    name: 'compressed',
    apply: 'build',
    configResolved: ({ build }) => void (folder = build.outDir),
    async closeBundle() {
      const names = await readdir(folder, { recursive: true });
      await Promise.all(
        names.filter((name) => COMPRESSIBLE.test(name)).map((name) => compress(join(folder, name))),
      );
    },
  };
};

async function compress(path) {
  const text = await readFile(path);
  if (text.length < LEAST_BYTES) return;
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  await writeFile(`${path}.br`, await promisify(brotliCompress)(text, { params }));
  await writeFile(`${path}.gz`, await promisify(gzip)(text, { level: 9 }));
}

export default defineConfig({
  root: ROOT,
  base: './', // the service puts the path that it serves the page at before these
  oxc: { jsx: { runtime: 'automatic' } },
  plugins: [compressed()],
  build: {
    outDir: fileURLToPath(new URL('../dist/explorer', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // nothing inline: the policy of the page forbids it
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { checks: { moduleLevelDirective: false } }, // libraries mark what runs in browsers; all of this does
  },
  server: { proxy: { '^/(?!explorer|src|@|node_modules)': SERVICE } },
});
