import type { Command } from 'commander';

/** `project-dream serve` */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('serve HTTP, configured by the environment and .env, until SIGTERM or SIGINT')
    .action(async () => {
      const { serve } = await import('./serve.js'); // loaded lazily: Nest is slow to load, and the other commands need little of it
      await serve();
    });
}
