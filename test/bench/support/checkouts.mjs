// The checkouts that are measured: the one that the bench is part of, and perhaps one of an earlier commit.
import { execFile } from 'node:child_process';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const execute = promisify(execFile);

/** @typedef {{ name: 'now' | 'before', folder: string, commit: string }} Checkout */

/**
 * Builds this checkout, unless it is built already.
 * @param built whether it is; or the folder in which it is, instead of this one
 * @returns {Promise<Checkout>}
 */
export async function currentCheckout(built) {
  if (!built) await buildIn(ROOT);
  return { name: 'now', folder: typeof built === 'string' ? built : ROOT, commit: await currentCommit() };
}

/**
 * Checks out a commit into a temporary folder, and builds it.
 * @returns {Promise<Checkout>}
 */
export async function baselineCheckout(commit, resources) {
  resources.add(() => git('worktree', 'prune')); // after the folder was removed
  const folder = join(await resources.folder(), 'checkout');
  const { stdout } = await git('rev-parse', '--verify', `${commit}^{commit}`);
  await git('worktree', 'add', '--detach', folder, stdout.trim());
  if (await hasPackagesOf(folder)) await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  else await execute('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder });
  await buildIn(folder);
  return { name: 'before', folder, commit: stdout.trim().slice(0, 10) };
}

/** Whether our node_modules hold all packages of another checkout, each in the same version. */
async function hasPackagesOf(folder) {
  const [ours, theirs] = await Promise.all([ROOT, folder].map((root) => lockedPackages(root)));
  return Object.entries(theirs).every(
    ([path, { version }]) => path === '' || ours[path]?.version === version,
  );
}

async function lockedPackages(root) {
  return JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')).packages;
}

async function buildIn(folder) {
  await execute('npm', ['run', '--silent', 'build'], { cwd: folder });
}

/** The commit of this checkout, with a plus when files of the service were changed since. */
async function currentCommit() {
  const { stdout: commit } = await git('rev-parse', '--short=10', 'HEAD');
  const { stdout: changed } = await git('status', '--porcelain', '--', 'src', 'package-lock.json');
  return `${commit.trim()}${changed ? '+' : ''}`;
}

function git(...args) {
  return execute('git', args, { cwd: ROOT });
}
