import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseAllDocuments } from 'yaml';
import { VARIABLES, loadConfig } from '../src/config/app-config.js';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const isThere = (path: string): boolean => existsSync(new URL(`../${path}`, import.meta.url));

/** What stands for secrets of an operator. */
const SECRETS: Readonly<Record<string, string>> = {
  DATABASE_URL: 'postgres://a:b@c/d',
  QUEUE_URL: 'redis://c',
  LINK_SECRET: 's'.repeat(32),
};

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly timeoutSeconds?: number;
}

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}

interface Resource {
  readonly kind: string;
  readonly spec: {
    readonly selector: { readonly matchLabels?: object } & object;
    readonly template: {
      readonly metadata: { readonly labels: object };
      readonly spec: {
        readonly terminationGracePeriodSeconds: number;
        readonly containers: readonly [Container];
        readonly volumes: readonly { readonly name: string }[];
      };
    };
  };
}

describe('deploy/kubernetes.yaml', () => {
  const resources = parseAllDocuments(read('deploy/kubernetes.yaml')).map(
    (document) => document.toJS() as Resource,
  );
  const deployments = resources.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec);
  const pods = deployments.map(({ template }) => template.spec);

  it('has processes that accept runs, and some that execute them, and leads to the former', () => {
    const service = resources.find(({ kind }) => kind === 'Service');
    const labels = deployments.map(({ template }) => template.metadata.labels);
    expect(labels).toMatchObject([{ role: 'api' }, { role: 'worker' }]);
    expect(service?.spec.selector).toEqual(labels[0]);
    expect(deployments.map(({ selector }) => selector.matchLabels)).toEqual(labels);
  });

  it.each(pods)('gives each process an environment that it takes, and time to end', (pod) => {
    const [{ env, ports }] = pod.containers;
    expect(env.map(({ name }) => name).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    const given = Object.fromEntries(env.map(({ name, value }) => [name, value ?? SECRETS[name]]));
    const { API_TOKENS_FILE, ...rest } = given;
    expect(API_TOKENS_FILE).toMatch(/^\/etc\/project-dream\//);
    const config = loadConfig({ ...rest, API_TOKENS: `me:admin:${'0'.repeat(64)}`, HOST: '0.0.0.0' });
    expect(pod.terminationGracePeriodSeconds * 1_000).toBeGreaterThan(config.SHUTDOWN_GRACE_MS);
    expect(ports).toEqual([{ name: 'http', containerPort: config.PORT }]);
  });

  it.each(pods)(
    'asks routes that need no token, for longer than a check takes',
    ({ containers: [container] }) => {
      const { startupProbe, livenessProbe, readinessProbe } = container;
      expect(startupProbe.httpGet.path).toBe('/health/live');
      expect(livenessProbe.httpGet.path).toBe('/health/live'); // a store that is gone is no reason for a restart
      expect(readinessProbe.httpGet.path).toBe('/health/ready');
      expect(readinessProbe.timeoutSeconds).toBeGreaterThan(2);
      for (const probe of [startupProbe, livenessProbe, readinessProbe])
        expect(probe.httpGet.port).toBe('http');
    },
  );

  it.each(pods)('mounts volumes that are there', ({ containers: [{ volumeMounts }], volumes }) => {
    const names = new Set(volumes.map(({ name }) => name));
    expect(volumeMounts.filter(({ name }) => !names.has(name))).toEqual([]);
  });
});

describe('deploy/project-dream.service', () => {
  const lines = read('deploy/project-dream.service').split('\n');
  const valuesOf = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}=`)).map((line) => line.slice(name.length + 1));

  it('gives the service an environment that it takes, and time to end', () => {
    const [text = ''] = valuesOf('Environment');
    const env = Object.fromEntries(text.split(' ').map((entry) => entry.split('=') as [string, string]));
    const unknown = Object.keys(env).filter((name) => name !== 'NODE_ENV' && !VARIABLES.includes(name));
    expect(unknown).toEqual([]);
    expect(Number(valuesOf('TimeoutStopSec')[0]) * 1_000).toBeGreaterThan(loadConfig(env).SHUTDOWN_GRACE_MS);
    expect(`/var/lib/${valuesOf('StateDirectory')[0]}`).toBe(env['DATA_DIR']);
  });

  it('starts programs that the package has, and sends the signals that it takes', () => {
    const programs = [...valuesOf('ExecStart'), ...valuesOf('ExecStartPre')];
    const sources = programs.map((program) =>
      (/node_modules\/project-dream\/dist\/(\S+)\.js/.exec(program)?.[1] ?? '').concat('.ts'),
    );
    expect(sources).toEqual(['main.ts', 'cli/main.ts']);
    expect(sources.filter((source) => !isThere(`src/${source}`))).toEqual([]);
    expect([valuesOf('KillSignal'), valuesOf('ExecReload')]).toEqual([
      ['SIGTERM'],
      ['/bin/kill -HUP $MAINPID'],
    ]);
  });

  it('holds no secret', () => {
    expect(valuesOf('EnvironmentFile')).toEqual(['-/etc/project-dream/environment']);
  });
});
