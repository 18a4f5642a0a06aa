// How much memory a service has resident after many simulations.
import { startService } from '../support/service.mjs';
import { ofEach } from '../support/turns.mjs';
import { simulate } from './simulate.mjs';

const SIZES = { full: [5_000, 20_000], tiny: [4, 8] };
const CONNECTIONS = 8;

export const memorySection = {
  name: 'memory',
  title: 'memory after many simulations of 3 rounds, on SQLite',
  sizes: Object.keys(SIZES),
  method: () => `over ${CONNECTIONS} connections, one service after the other`,
  async measure({ checkouts, resources, size, record }) {
    const services = await ofEach(checkouts, (checkout) => startService(checkout, resources));
    let played = 0;
    for (const simulations of SIZES[size]) {
      const slices = {};
      for (const [name, service] of Object.entries(services)) {
        const count = simulations - played;
        await simulate(service, { count, connections: CONNECTIONS, name: `to-${simulations}` });
        slices[name] = [{ resident: service.residentMb() }];
      }
      played = simulations;
      record({ name: `${simulations} simulations`, key: { simulations }, slices });
    }
  },
};
