import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { buildService } from '../support/build.js';
import { fixture } from './recovered-runs.js';

/** What a process says of what it was told to do. */
interface Reply {
  readonly is: 'ready' | 'held' | 'refused' | 'free';
  /** Why it was refused. */
  readonly message?: string;
}

/** A folder that several processes want. */
export interface WantedFolder {
  readonly folder: string;
  /** The file in which each marks when it begins and ends to hold the folder. */
  readonly marks: string;
}

const RUNNING = new Set<FolderUser>();

/** A process that locks the folder of a file repository (see fixtures/folder-user.mjs). */
export class FolderUser {
  readonly pid: number;

  private constructor(private readonly child: ChildProcess) {
    this.pid = child.pid ?? 0;
    RUNNING.add(this);
  }

  static async start({ folder, marks }: WantedFolder): Promise<FolderUser> {
    const { NODE_OPTIONS: _ours, ...inherited } = process.env;
    const env = { ...inherited, FOLDER: folder, MARKS: marks, SERVICE_BUILD: await buildService() };
    const user = new FolderUser(fork(fixture('folder-user.mjs'), { env }));
    await user.reply();
    return user;
  }

  /** Why it was refused; null when it holds the folder now. */
  async acquire(): Promise<string | null> {
    const { is, message } = await this.order('acquire');
    return is === 'held' ? null : (message ?? '');
  }

  async release(): Promise<void> {
    await this.order('release');
  }

  /** Ends it at once, and waits until it is gone. */
  async kill(): Promise<void> {
    RUNNING.delete(this);
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async order(order: 'acquire' | 'release'): Promise<Reply> {
    const reply = this.reply();
    this.child.send(order);
    return reply;
  }

  private async reply(): Promise<Reply> {
    const waiting = new AbortController();
    const { signal } = waiting;
    const ended = once(this.child, 'exit', { signal }).then(() => null);
    try {
      const came = await Promise.race([once(this.child, 'message', { signal }), ended]);
      if (!came) throw new Error(`Process ${this.pid} ended before it replied.`);
      return came[0] as Reply;
    } finally {
      ended.catch(() => undefined); // nobody waits for the end any more
      waiting.abort();
    }
  }
}

/** Ends whatever a test has left running. */
export async function killFolderUsers(): Promise<void> {
  await Promise.all([...RUNNING].map((user) => user.kill()));
}
