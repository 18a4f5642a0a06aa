/**
 * Where the page is mounted, with a slash at both ends (`/api/explorer/`): the folder above the one of the built
 * scripts. While it is developed, Vite serves it at the root.
 */
export const MOUNT: string = import.meta.env.DEV
  ? '/'
  : new URL(/* @vite-ignore */ '../', import.meta.url).pathname;

/** What stands before the paths of the service (`/api`); empty without a prefix. */
export const PREFIX: string = import.meta.env.DEV
  ? ''
  : new URL(/* @vite-ignore */ '../..', import.meta.url).pathname.replace(/\/$/, '');
