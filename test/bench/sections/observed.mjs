// What it costs to be observed: metrics that are scraped, and traces, beside the same service without them.
import { createServer } from 'node:http';
import { once } from 'node:events';
import { Client, measureLoad } from '../support/load.mjs';
import { simulation } from '../support/exchange.mjs';
import { startService } from '../support/service.mjs';
import { inTurns, mapValues } from '../support/turns.mjs';

const SIZES = {
  full: { warmUp: 1_000, turns: 9, requests: 400 },
  quick: { warmUp: 100, turns: 2, requests: 40 },
  tiny: { warmUp: 2, turns: 1, requests: 4 },
};
const CONNECTIONS = 8;
const SCRAPE_MS = 1_000;
const SAMPLED = { OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };

/** Takes spans, and keeps none. */
async function startCollector(resources) {
  const server = createServer((request, response) => {
    request.resume();
    request.once('end', () => response.setHeader('Content-Type', 'application/json').end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  resources.add(() => server.close().closeAllConnections());
  return `http://127.0.0.1:${server.address().port}`;
}

async function measured(service, { scrape, count, name }) {
  const client = new Client(service.url, CONNECTIONS);
  const read = () => fetch(`${service.url}/metrics`).then((answer) => answer.arrayBuffer());
  const scraping = scrape ? setInterval(() => void read(), SCRAPE_MS) : undefined;
  if (scrape) await read();
  try {
    const ask = (index) => client.ask('/simulate', simulation(`${name}-${index}`));
    return await measureLoad(service, count, CONNECTIONS, ask);
  } finally {
    clearInterval(scraping);
    client.close();
  }
}

export const observedSection = {
  name: 'observed',
  title: 'POST /simulate of 3 rounds on SQLite, with metrics and with traces, beside the same without',
  method: (size) => {
    const { turns, requests } = SIZES[size];
    return `turns: ${turns}, of ${requests} requests on ${CONNECTIONS} connections; metrics are scraped every second, one trace in ten is sent to a collector that keeps nothing; the floor has neither`;
  },
  async measure({ checkouts, resources, size, record }) {
    const { warmUp, turns, requests } = SIZES[size];
    const checkout = checkouts.at(-1);
    const collector = await startCollector(resources);
    const environments = {
      floor: { METRICS: 'false' },
      metrics: { METRICS: 'true' },
      traces: { METRICS: 'false', OTEL_EXPORTER_OTLP_ENDPOINT: collector, ...SAMPLED },
    };
    const services = {};
    for (const [kind, env] of Object.entries(environments)) {
      services[kind] = await startService(checkout, resources, { env });
      await measured(services[kind], { count: warmUp, name: 'warm-up' });
    }
    const slices = await inTurns(
      turns,
      mapValues(services, (service) => (turn) => {
        return measured(service, {
          scrape: service === services.metrics,
          count: requests,
          name: String(turn),
        });
      }),
    );
    const { floor, metrics, traces } = slices;
    record({ name: 'metrics', key: { observed: 'metrics' }, slices: { now: metrics, floor } });
    record({ name: 'traces, one in ten', key: { observed: 'traces' }, slices: { now: traces, floor } });
    await Promise.all(Object.values(services).map((service) => service.stop()));
  },
};
