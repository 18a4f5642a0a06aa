/**
 * Remembers the storages of a class that are in use: until one is disabled, each promise of the process carries it along.
 * @param {typeof import('node:async_hooks').AsyncLocalStorage} Storage
 * @returns a function that disables those that have been used since it was last called
 */
export function trackStorages(Storage) {
  const used = new Set();
  for (const name of ['run', 'enterWith']) {
    const method = Storage.prototype[name];
    Storage.prototype[name] = function remembered(...args) {
      used.add(this);
      return method.apply(this, args);
    };
  }
  return () => {
    for (const storage of used) storage.disable();
    used.clear();
  };
}
