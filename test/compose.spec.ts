import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { VARIABLES, loadConfig } from '../src/config/app-config.js';

/** What these tests read of a service of compose.yaml. */
interface Service {
  readonly build?: string;
  readonly image?: string;
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, object>>;
  readonly stop_grace_period?: string;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const isThere = (path: string): boolean => existsSync(new URL(`../${path}`, import.meta.url));

const { services, volumes } = parse(read('compose.yaml'), { merge: true }) as Compose;
const OURS = Object.entries(services).filter(([, { build }]) => build !== undefined);
/** An entry of API_TOKENS. */
const TOKEN = `me:admin:${'0'.repeat(64)}`;

/** The environment of a container, with what an operator gives. */
function environmentOf({ environment = {} }: Service): Record<string, string> {
  const given: Readonly<Record<string, string>> = { API_TOKENS: TOKEN, POSTGRES_PASSWORD: 'secret' };
  const filled = Object.entries(environment).map(([name, value]) => {
    return [name, String(value).replaceAll(/\$\{(\w+)[^}]*\}/g, (_, wanted: string) => given[wanted] ?? '')];
  });
  return Object.fromEntries(filled) as Record<string, string>;
}

describe('compose.yaml', () => {
  it('has two processes that accept runs, two that execute them, a store, a queue and a proxy', () => {
    const roles = OURS.map(([, { environment }]) => environment?.['SERVICE_ROLE']);
    expect(roles).toEqual(['api', 'api', 'worker', 'worker']);
    const images = Object.values(services).flatMap(({ build, image }) =>
      build ? [] : [image?.split(':')[0]],
    );
    expect(new Set(images)).toEqual(new Set(['caddy', 'postgres', 'redis']));
  });

  it.each(OURS)('gives %s an environment that the service takes', (_name, service) => {
    const environment = environmentOf(service);
    expect(Object.keys(environment).filter((name) => !VARIABLES.includes(name))).toEqual([]);
    const config = loadConfig({ ...environment, HOST: '0.0.0.0' });
    const grace = Number.parseInt(service.stop_grace_period ?? '', 10) * 1_000;
    expect(grace).toBeGreaterThan(config.SHUTDOWN_GRACE_MS);
  });

  it('asks the operator for every secret, and holds none', () => {
    for (const name of ['API_TOKENS', 'POSTGRES_PASSWORD']) {
      expect(read('compose.yaml')).toContain(`\${${name}:?`);
    }
  });

  it('speaks of services, volumes and files that are there', () => {
    for (const { depends_on = [], volumes: mounts = [], build } of Object.values(services)) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      expect(needed.filter((name) => !(name in services))).toEqual([]);
      const sources = mounts.map((mount) => mount.split(':')[0] ?? '');
      expect(sources.filter((source) => !(source in volumes) && !isThere(source))).toEqual([]);
      expect(build ?? '.').toBe('.');
    }
    const upstreams = [...read('deploy/Caddyfile').matchAll(/(\S+):3000/g)].map(([, name]) => name);
    expect(upstreams.filter((name) => services[name ?? '']?.environment?.['SERVICE_ROLE'] !== 'api')).toEqual(
      [],
    );
    expect(upstreams).toHaveLength(2);
  });
});

describe('the Dockerfile', () => {
  const lines = read('Dockerfile').split('\n');

  it('copies only what the build context has', () => {
    const allowed = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = lines
      .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
      .flatMap((line) => line.split(' ').slice(1, -1))
      .map((path) => path.replace('./', ''));
    expect(copied.filter((path) => !allowed.includes(path) || !isThere(path))).toEqual([]);
    expect(copied.length).toBeGreaterThan(4);
  });

  it('runs one program as its own user, and takes signals itself', () => {
    expect(lines).toContain('USER node');
    const program = lines.find((line) => line.startsWith('CMD '))?.slice('CMD '.length) ?? '';
    expect(JSON.parse(program)).toEqual(['node', 'dist/main.js']);
    expect(lines.some((line) => line.startsWith('HEALTHCHECK '))).toBe(true);
  });

  it('has stages on one base, of a Node that the package takes', () => {
    const bases = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1] ?? '');
    const [first, ...others] = bases;
    expect(first).toMatch(/^node:2[0-9]-\w+-slim$/);
    expect(others).toEqual(['base', 'base']);
  });
});
