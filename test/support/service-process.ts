import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildService } from './build.js';
import type { TestEnvironment } from './running-app.js';

/** How a process ended. */
interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** An answer over HTTP; the body is whatever JSON came. */
export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** What a process is started with. */
export interface ServiceOptions {
  readonly dataDir: string;
  readonly env?: TestEnvironment;
  /** A program in place of the service's own `main.js`; finds the build at SERVICE_BUILD. */
  readonly program?: string;
  /** A file descriptor to write to, in place of a pipe that is read. */
  readonly stdout?: number;
  readonly stderr?: number;
  /** What the program is called with. */
  readonly args?: readonly string[];
}

const RUNNING = new Set<ServiceProcess>();

/** The service as a process of its own. */
export class ServiceProcess {
  readonly pid: number;
  /** Resolves with its address; rejects with what it said when it ends before. */
  readonly listening: Promise<string>;
  readonly exited: Promise<Exit>;
  /** Resolves when it has ended and all that it said is there. */
  private readonly closed: Promise<unknown>;
  private output = '';

  private constructor(private readonly child: ChildProcess) {
    this.pid = child.pid ?? 0;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
    this.exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
    this.closed = once(child, 'close');
    this.listening = this.untilSaid(/ listens on (http:\/\/\S+)/).then(([, url]) => url ?? '');
    this.listening.catch(() => undefined); // whoever needs the address asks for it
    RUNNING.add(this);
    void this.exited.then(() => RUNNING.delete(this));
  }

  /** Starts a process, which may end before it listens. */
  static async spawn({
    dataDir,
    env,
    program,
    args = [],
    stdout,
    stderr,
  }: ServiceOptions): Promise<ServiceProcess> {
    const build = await buildService();
    const { NODE_OPTIONS: _ours, ...inherited } = process.env;
    const words = [program ?? join(build, 'main.js'), ...args];
    const child = spawn(process.execPath, words, {
      cwd: dataDir, // no .env file of a developer's
      env: {
        ...inherited,
        HOST: '127.0.0.1',
        PORT: '0',
        LOG_LEVEL: 'fatal',
        DATA_DIR: dataDir,
        SERVICE_BUILD: build,
        ...env,
      },
      stdio: ['ignore', stdout ?? 'pipe', stderr ?? 'pipe'],
    });
    return new ServiceProcess(child);
  }

  /** Starts a process and waits until it listens. */
  static async start(options: ServiceOptions): Promise<ServiceProcess> {
    const service = await ServiceProcess.spawn(options);
    await service.listening;
    return service;
  }

  /** What it has written to stdout and stderr so far. */
  get said(): string {
    return this.output;
  }

  /** Resolves when its output has something like this; rejects when it ends before. */
  untilSaid(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      const streams = [this.child.stdout, this.child.stderr];
      const look = () => {
        const found = pattern.exec(this.output);
        if (!found) return;
        for (const stream of streams) stream?.off('data', look);
        resolve(found);
      };
      for (const stream of streams) stream?.on('data', look);
      void this.closed.then(() => reject(new Error(`The process ended: ${this.output}`)));
      look();
    });
  }

  async get<Body>(path: string): Promise<Answer<Body>> {
    return this.ask<Body>(path, {});
  }

  async post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    const headers = { 'Content-Type': 'application/json' };
    return this.ask<Body>(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  /** Takes no more of what it writes: the pipe stays open, or has no reader any more. */
  stopReading(stream: 'stdout' | 'stderr', how: 'pause' | 'destroy'): void {
    this.child[stream]?.[how]();
  }

  /** Reads on. */
  readAgain(stream: 'stdout' | 'stderr'): void {
    this.child[stream]?.resume();
  }

  /** Sends a signal, if it still runs. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Sends a signal and waits for the end. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<Exit> {
    this.signal(signal);
    return this.exited;
  }

  private async ask<Body>(path: string, init: RequestInit): Promise<Answer<Body>> {
    const response = await fetch(`${await this.listening}${path}`, init);
    const body = (await response.json()) as Body;
    return { status: response.status, headers: response.headers, body };
  }
}

/** Ends whatever a test has left running. */
export async function killServices(): Promise<void> {
  await Promise.all([...RUNNING].map((service) => service.kill()));
}
