/** The figures that slices have, in the order of the tables. */
export const FIGURES = {
  rate: { name: 'throughput', unit: '/s', digits: 1 },
  p50: { name: 'p50', unit: 'ms', digits: 2 },
  p99: { name: 'p99', unit: 'ms', digits: 2 },
  most: { name: 'slowest', unit: 'ms', digits: 1 },
  cpu: { name: 'CPU each', unit: 'ms', digits: 2 },
  first: { name: 'first byte', unit: 'ms', digits: 1 },
  total: { name: 'all of it', unit: 'ms', digits: 1 },
  perRound: { name: 'per round', unit: 'ms', digits: 3 },
  ready: { name: 'until ready', unit: 'ms', digits: 0 },
  heap: { name: 'heap used', unit: 'MiB', digits: 1 },
  resident: { name: 'resident', unit: 'MiB', digits: 1 },
};
