import { appendFile, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FolderUser, killFolderUsers, type WantedFolder } from './folder-user.js';
import { withFolder } from './recovered-runs.js';

const USERS = 6;
const ROUNDS = 10;

const withWantedFolder = (work: (wanted: WantedFolder) => Promise<void>) =>
  withFolder(async (dataDir) => {
    const folder = join(dataDir, 'runs');
    await mkdir(folder);
    await work({ folder, marks: join(dataDir, 'marks') });
  });

const startUsers = (wanted: WantedFolder, count: number) =>
  Promise.all(Array.from({ length: count }, () => FolderUser.start(wanted)));

/** What a process of an earlier version leaves in the folder when it dies. */
async function lockOfTheDead(wanted: WantedFolder): Promise<string> {
  const dead = await FolderUser.start(wanted);
  await dead.kill();
  return JSON.stringify({ pid: dead.pid, booted_at: Math.round(Date.now() / 1000 - uptime()) });
}

/** Lets all of them try at the same moment, and tells which of them hold the folder then. */
async function acquireAtOnce(users: readonly FolderUser[]): Promise<FolderUser[]> {
  const refusals = await Promise.all(users.map((user) => user.acquire()));
  return users.filter((_, index) => refusals[index] === null);
}

/** The processes that have held the folder, in order. Checks that none began before the one ahead of it had ended. */
async function holders({ marks }: WantedFolder): Promise<string[]> {
  const lines = (await readFile(marks, 'utf8')).trimEnd().split('\n');
  const pids = lines.filter((line) => line.endsWith(' begin')).map((line) => line.replace(' begin', ''));
  expect(lines).toEqual(pids.flatMap((pid) => [`${pid} begin`, `${pid} end`]));
  return pids;
}

describe('processes that want the folder of a file repository', () => {
  afterEach(killFolderUsers);

  it('hold it one at a time when all of them find the lock of a dead process at the same moment', () =>
    withWantedFolder(async (wanted) => {
      const lock = await lockOfTheDead(wanted);
      const users = await startUsers(wanted, USERS);
      for (let round = 0; round < ROUNDS; round++) {
        await writeFile(join(wanted.folder, 'lock'), lock);
        const holding = await acquireAtOnce(users);
        await Promise.all(holding.map((user) => user.release()));
      }
      expect(await holders(wanted)).toHaveLength(ROUNDS);
    }));

  it('take it over as soon as its holder is killed, one after the other', () =>
    withWantedFolder(async (wanted) => {
      const users = await startUsers(wanted, USERS);
      const waiting = new Set(users);
      for (let round = 0; round < USERS; round++) {
        const holding = await acquireAtOnce([...waiting]);
        for (const user of holding) {
          await user.kill();
          await appendFile(wanted.marks, `${user.pid} end\n`);
          waiting.delete(user);
        }
      }
      const pids = users.map(({ pid }) => String(pid));
      expect((await holders(wanted)).toSorted()).toEqual(pids.toSorted());
      expect((await readdir(wanted.folder)).toSorted()).toEqual(['lock', 'lock.sqlite3']);
    }));

  it('are told which process on which host holds it, and what to do', () =>
    withWantedFolder(async (wanted) => {
      const [holder, other] = [await FolderUser.start(wanted), await FolderUser.start(wanted)];
      expect(await holder.acquire()).toBeNull();
      const refusal = await other.acquire();
      expect(refusal).toContain(`${wanted.folder} is used by process ${holder.pid} on host ${hostname()}.`);
      expect(refusal).toContain('choose another DATA_DIR, or use RUN_REPOSITORY=sqlite');
      await holder.release();
      expect(await other.acquire()).toBeNull();
    }));
});
