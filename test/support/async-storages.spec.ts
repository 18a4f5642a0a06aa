import { AsyncLocalStorage } from 'node:async_hooks';
import { describe, expect, it } from '@jest/globals';
import { trackStorages } from './async-storages.mjs';

describe('the storages that a test file has used', () => {
  it.each(['run', 'enterWith'] as const)(
    'are carried along no more once the file has ended (%s)',
    async (use) => {
      class Storage<T> extends AsyncLocalStorage<T> {}
      const disableUsed = trackStorages(Storage);
      const storage = new Storage<string>();
      const seen: unknown[] = [];
      const work = async () => {
        if (use === 'enterWith') storage.enterWith('mine');
        seen.push(storage.getStore());
        disableUsed();
        await Promise.resolve();
        seen.push(storage.getStore());
      };
      await (use === 'run' ? storage.run('mine', work) : work());
      expect(seen).toEqual(['mine', undefined]);
    },
  );
});
