/** Where the navigation leads to; some of it is there where the simulation is. */
export const NAVIGATION = [
  { to: '/', label: 'Runs', isExact: true, ofSimulations: false },
  { to: '/experiments', label: 'Experiments', isExact: false, ofSimulations: true },
  { to: '/world', label: 'World', isExact: false, ofSimulations: true },
] as const;
