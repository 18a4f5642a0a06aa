import { codeOf } from './statements.js';

/** Writes the items of many callers at once, and says of each why it is refused, or null, in their order. */
export interface LaneBatch<Item> {
  /** What no two items of one statement may share. The first name decides the lane. */
  readonly namesOf: (item: Item) => readonly string[];
  readonly write: (items: readonly Item[]) => Promise<readonly (Error | null)[]>;
}

interface Waiting {
  readonly batch: LaneBatch<unknown>;
  readonly item: unknown;
  readonly names: readonly string[];
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/** While one statement is flushed to the disk, the other is prepared; more of them only share the flush less. */
export const LANES = 2;
/** Items that share one statement at most. */
const GROUP_SIZE = 256;
/** A statement that fails by what it says, and not because the database is away: the class of its SQLSTATE. */
const FAULTS_OF_ITEMS = /^(21|22|23|40|54)/;

/**
 * Lets writers share statements: all that waits in a lane when its turn comes is written by one statement, which is one
 * transaction. Items that have a name in common keep their order. When an item makes its statement fail, each is written
 * by a statement of its own, so that none suffers for another.
 */
export class WriteLanes {
  private readonly lanes = Array.from({ length: LANES }, () => new Lane(() => this.pause));
  /** Set while something runs that no lane may write beside. */
  private pause: Promise<unknown> | null = null;

  /** Resolves when the item is durable; rejects with why it is refused. */
  submit<Item>(batch: LaneBatch<Item>, item: Item): Promise<void> {
    const names = batch.namesOf(item);
    const lane = this.lanes[hashOf(names[0] ?? '') % LANES] as Lane;
    return new Promise((resolve, reject) => {
      lane.add({ batch: batch as LaneBatch<unknown>, item, names, resolve, reject });
    });
  }

  /** Runs something while no lane writes: two statements that lock many runs could wait for each other. */
  async alone<T>(task: () => Promise<T>): Promise<T> {
    while (this.pause) await this.pause;
    const run = Promise.all(this.lanes.map((lane) => lane.present)).then(task);
    const pause = run.then(
      () => undefined,
      () => undefined, // whoever asked for it learns of it
    );
    this.pause = pause;
    void pause.then(() => (this.pause = null));
    return run;
  }

  /** Resolves when nothing is waiting any more. */
  async idle(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.idle()));
  }
}

/** One statement after the other. */
class Lane {
  /** The statement that is being run. */
  present: Promise<void> = Promise.resolve();
  private waiting: Waiting[] = [];
  private working: Promise<void> | null = null;

  constructor(private readonly pauseOf: () => Promise<unknown> | null) {}

  add(waiting: Waiting): void {
    this.waiting.push(waiting);
    this.working ??= this.drain();
  }

  async idle(): Promise<void> {
    while (this.working) await this.working;
  }

  private async drain(): Promise<void> {
    await Promise.resolve(); // what is submitted in the same tick joins the first group
    while (this.waiting.length > 0) {
      for (let pause = this.pauseOf(); pause; pause = this.pauseOf()) await pause;
      this.present = writeGroup(this.nextGroup());
      await this.present;
    }
    this.working = null;
  }

  /** What may be written together with the first that waits. */
  private nextGroup(): readonly Waiting[] {
    const group: Waiting[] = [];
    const later: Waiting[] = [];
    const passed = new Set<string>();
    const [first] = this.waiting;
    for (const waiting of this.waiting) {
      const fits = group.length < GROUP_SIZE && waiting.batch === first?.batch;
      (fits && !waiting.names.some((name) => passed.has(name)) ? group : later).push(waiting);
      for (const name of waiting.names) passed.add(name);
    }
    this.waiting = later;
    return group;
  }
}

async function writeGroup(group: readonly Waiting[]): Promise<void> {
  const [first] = group;
  if (!first) return;
  try {
    const refusals = await first.batch.write(group.map(({ item }) => item));
    for (const [index, { resolve, reject }] of group.entries()) {
      const refusal = refusals[index];
      if (refusal) reject(refusal);
      else resolve();
    }
  } catch (error) {
    if (group.length > 1 && FAULTS_OF_ITEMS.test(codeOf(error))) {
      for (const waiting of group) await writeGroup([waiting]);
    } else {
      for (const { reject } of group) reject(error); // one by one they would wait as long again, each
    }
  }
}

/** Ids end in what is random about them. */
function hashOf(name: string): number {
  let hash = 0;
  for (let index = Math.max(0, name.length - 8); index < name.length; index++) {
    hash = (hash * 31 + name.charCodeAt(index)) >>> 0;
  }
  return hash;
}
