import { describe, expect, it } from '@jest/globals';
import { runCommandLine } from './command-line.js';

/** How a command ended, and what it wrote. */
interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `project-dream …words` in this process. */
async function projectDream(...words: string[]): Promise<CommandResult> {
  const written = { out: '', err: '' };
  const code = await runCommandLine(words, {
    out: (text) => void (written.out += text),
    err: (text) => void (written.err += text),
    isWatched: false,
  });
  return { code, ...written };
}

describe('project-dream', () => {
  it.each([
    [['run', 'nowhere.json'], 'nowhere.json cannot be read'],
    [['run', 'package.json', '--runs', '2', '--random-seed', 'a'], 'leave --random-seed out'],
    [['export', 'run-x'], 'one of --csv, --graphml and --json'],
    [['export', 'run-x', '--csv', '--graphml'], 'one of --csv, --graphml and --json'],
  ])('exits with status 2 and starts nothing when it is called with %j', async (words, reason) => {
    const { code, out, err } = await projectDream(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(reason);
  });

  it('describes its commands and exit statuses', async () => {
    const { code, out } = await projectDream('--help');
    expect(code).toBe(0);
    for (const command of [
      'serve',
      'run [options] <file>',
      'diff [options] <left> <right>',
      'token [options] <name> <scope>',
      'retention [options]',
      'doctor [options]',
    ])
      expect(out).toContain(`  ${command}  `);
    expect(out).toMatch(/Exit status:\n {2}0 .*\n {2}1 .*\n {2}2 /);
  });

  it('describes the arguments of each command', async () => {
    expect((await projectDream('token', '--help')).out).toContain('1 to 64 letters');
    expect((await projectDream('retention', '--help')).out).toContain('--apply');
    expect((await projectDream('serve', '--help')).out).toContain('HTTP');
  });

  it('reports its version', async () => {
    expect(await projectDream('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
  });

  it('generates a token, and the entry for API_TOKENS with its digest', async () => {
    const { code, out } = await projectDream('token', 'night-shift', 'read');
    expect(code).toBe(0);
    expect(out).toMatch(/^night-shift:read:[0-9a-f]{64}$/m);
    expect(out).toMatch(/^pd_[\w-]{43}$/m);
    expect((await projectDream('token', 'night-shift', 'read')).out).not.toBe(out);
  });

  it.each([
    [[], 'Usage: project-dream'],
    [['nothing'], `unknown command 'nothing'`],
    [['--nothing'], `unknown option '--nothing'`],
    [['serve', 'now'], 'too many arguments'],
    [['token'], `missing required argument 'name'`],
    [['token', 'ci'], `missing required argument 'scope'`],
    [['token', 'c i', 'read'], 'letters, digits'],
    [['token', 'ci', 'root'], 'read, run, admin'],
    [['token', 'ci', 'read', 'run'], 'too many arguments'],
    [['retention', '--aply'], `unknown option '--aply'`],
    [['retention', 'now'], 'too many arguments'],
    [['run', 'seed.json', '--dial', '1,2'], 'five whole numbers'],
    [['run', 'seed.json', '--rounds', '0'], 'whole number from 1'],
    [['run', 'seed.json', '--runs', 'many'], 'whole number from 1'],
    [['diff', 'run-x'], `missing required argument 'right'`],
    [['regress', 'experiment.json'], `required option '--baseline <id>'`],
    [['export', 'run-x', '--csv', 'nothing'], 'thread, rounds'],
  ])('exits with status 2 and reports the reason when it is called with %j', async (words, reason) => {
    const { code, out, err } = await projectDream(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(reason);
    expect(err).toContain('help');
  });
});
