// How much memory a service uses after many simulations.
import { startProbedService } from '../support/service.mjs';
import { ofEach } from '../support/turns.mjs';
import { simulate } from './simulate.mjs';

const SIZES = { full: [5_000, 20_000], quick: [500, 2_000], tiny: [4, 8] };
const CONNECTIONS = 8;

export const memorySection = {
  name: 'memory',
  title: 'memory after many simulations of 3 rounds, on SQLite',
  onlyByName: ['quick'],
  method: () => `over ${CONNECTIONS} connections; the heap after a collection of garbage`,
  async measure({ checkouts, resources, size, record }) {
    const services = await ofEach(checkouts, (checkout) => startProbedService(checkout, resources));
    let played = 0;
    for (const simulations of SIZES[size]) {
      const slices = {};
      for (const [name, service] of Object.entries(services)) {
        const count = simulations - played;
        await simulate(service, { count, connections: CONNECTIONS, name: `to-${simulations}` });
        slices[name] = [await service.memory()];
      }
      played = simulations;
      record({ name: `${simulations} simulations`, key: { simulations }, slices });
    }
  },
};
