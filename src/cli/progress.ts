import type { Ora } from 'ora';

/** Shows how far something has come, where somebody watches. */
interface Progress {
  show(text: string): void;
  /** Removes what is shown. */
  end(): void;
}

const BAR_LENGTH = 24;

/** A line on stderr that is rewritten; nothing where stderr is no terminal. */
export async function startProgress(text: string, isWatched: boolean): Promise<Progress> {
  if (!isWatched) return { show: () => undefined, end: () => undefined };
  const { default: ora } = await import('ora'); // loaded lazily: most commands end before anybody could watch
  const line: Ora = ora({ text, discardStdin: false }).start();
  return { show: (next) => void (line.text = next), end: () => void line.stop() };
}

/** A bar with counts: `█████░░░ 120 of 200`. Pure. */
export function bar(done: number, total: number): string {
  const filled = total > 0 ? Math.round((done / total) * BAR_LENGTH) : BAR_LENGTH;
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_LENGTH - filled)} ${done} of ${total}`;
}
