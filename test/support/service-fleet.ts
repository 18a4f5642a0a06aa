import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from '../crash/recovered-runs.js';
import { RedisServer, type QueueServer } from './queue-server.js';
import type { TestEnvironment } from './running-app.js';
import { ServiceProcess, killServices } from './service-process.js';
import { until } from './waiting.js';

/** What a process of a fleet does. */
type Role = 'api' | 'worker';

/** What a fleet is made of; by default two processes of each role, on SQLite and Redis. */
interface FleetOptions {
  readonly apis?: number;
  readonly workers?: number;
  /** What tells every process where runs are stored; the SQLite file of the fleet by default. */
  readonly store?: TestEnvironment;
  readonly queue?: QueueServer;
  readonly env?: TestEnvironment;
}

/** Short, so that the runs of processes that are killed are soon taken. */
const LEASE_MS = '1500';

/** Processes that accept runs and processes that execute them, on one store and one queue. */
export class ServiceFleet {
  readonly apis: ServiceProcess[] = [];
  readonly workers: ServiceProcess[] = [];

  private constructor(
    readonly dataDir: string,
    readonly queue: QueueServer,
    private readonly env: TestEnvironment,
  ) {}

  static async start(options: FleetOptions = {}): Promise<ServiceFleet> {
    const { apis = 2, workers = 2, store = {}, env = {} } = options;
    const dataDir = await mkdtemp(join(tmpdir(), 'dream-fleet-'));
    await mkdir(join(dataDir, 'inline'));
    const queue = options.queue ?? (await RedisServer.start());
    const fleet = new ServiceFleet(dataDir, queue, {
      ...store,
      ...queue.env,
      RUN_LEASE_MS: LEASE_MS,
      ...env,
    });
    const roles = [...Array<Role>(apis).fill('api'), ...Array<Role>(workers).fill('worker')];
    const services = await Promise.all(roles.map((role) => fleet.add(role)));
    for (const service of services) await until(() => reachesQueue(service));
    return fleet;
  }

  /** Starts one more process, of the pipeline `work` and the service's own. */
  async add(role: Role): Promise<ServiceProcess> {
    const env = { ...this.env, SERVICE_ROLE: role };
    const service = await ServiceProcess.start({
      dataDir: this.dataDir,
      program: fixture('work-service.mjs'),
      env,
    });
    this.of(role).push(service);
    return service;
  }

  /** Kills the process that has lived longest, and starts another one; one that only starts is left alone. */
  async replaceOldest(role: Role): Promise<void> {
    const oldest = this.of(role).shift();
    if (!oldest) return;
    await oldest.kill();
    await this.add(role);
  }

  /** Kills all processes, and ends the queue. */
  async stop(): Promise<void> {
    await killServices();
    await this.queue.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  private of(role: Role): ServiceProcess[] {
    return role === 'api' ? this.apis : this.workers;
  }
}

/** Without the queue, runs are executed as well, only later. */
async function reachesQueue(service: ServiceProcess): Promise<boolean> {
  const { body } = await service.get<{ checks: { queue: string } }>('/health');
  return body.checks.queue === 'reachable';
}

/** An answer; its body is null when there is none. */
interface FleetAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

/** Sends a request with headers of its own. */
export async function send(
  service: ServiceProcess,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body?: unknown,
): Promise<FleetAnswer> {
  const type = { 'Content-Type': 'application/json' };
  const init =
    body === undefined
      ? { method, headers }
      : { method, headers: { ...type, ...headers }, body: JSON.stringify(body) };
  const response = await fetch(`${await service.listening}${path}`, init);
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text ? (JSON.parse(text) as unknown) : null,
  };
}
