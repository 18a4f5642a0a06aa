import type { AsyncLocalStorage } from 'node:async_hooks';

export function trackStorages(Storage: typeof AsyncLocalStorage): () => void;
