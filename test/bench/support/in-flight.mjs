import { quantile } from './statistics.mjs';

/**
 * Keeps so many runs in flight for a while, in this process.
 * @returns `rate` in runs per second, `p50` and `p99` in ms, and `cpu` of this process in ms per run
 */
export async function keepInFlight(run, inFlight, forMs) {
  const times = [];
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  const lane = async () => {
    while (performance.now() - begun < forMs) {
      const asked = performance.now();
      await run();
      times.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const cpu = (user + system) / 1000 / times.length;
  return { rate: times.length / seconds, p50: quantile(times, 0.5), p99: quantile(times, 0.99), cpu };
}
