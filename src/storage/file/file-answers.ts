import { join } from 'node:path';
import { LruCache } from '../../common/index.js';
import {
  RunNotFoundError,
  dayOf,
  newestOf,
  pageOfAnswers,
  type AnswerCursor,
  type AnswerStore,
  type OwnedAnswer,
  type RecordedAnswer,
} from '../../runs/index.js';
import { AnswerFile, LineFile } from './answer-lines.js';
import type { KeyedMutex } from './keyed-mutex.js';

/** Runs whose answers are kept in memory. */
const RUNS_IN_MEMORY = 64;
const ANSWERS = 'answers.jsonl';
const UNITS = 'answer-units.jsonl';
/** Stands for the run of imported answers, whose file lies beside the folders. */
const IMPORTED = '';

/** What a day's answers have cost; a day has many such lines. */
interface UnitsLine {
  readonly day: string;
  readonly units: number;
}

/** Which runs there are. */
interface FoundRuns {
  has(runId: string): boolean;
  ids(): Iterable<string>;
}

/** Keeps the answers of each run in its folder, so that they go with it; imported ones in a file beside the folders. */
export class FileAnswers implements AnswerStore {
  private readonly files = new LruCache<AnswerFile>(RUNS_IN_MEMORY);
  private readonly unitLines: LineFile<UnitsLine>;
  private units: Promise<Map<string, number>> | null = null;
  /** The runs that have an answer, by key; made when somebody looks for one of whatever run. */
  private owners: Promise<Map<string, Set<string>>> | null = null;

  constructor(
    private readonly path: string,
    private readonly runs: FoundRuns,
    private readonly turns: KeyedMutex,
    private readonly storing: <T>(work: () => Promise<T>) => Promise<T>,
  ) {
    this.unitLines = new LineFile(join(path, UNITS));
  }

  async record(runId: string, answer: RecordedAnswer): Promise<void> {
    await this.inTurn(runId, async () => {
      if (!this.runs.has(runId)) throw new RunNotFoundError(runId);
      await this.storing(() => this.fileOf(runId).add([answer]));
    });
    await this.note(runId, [answer]);
    if (answer.units > 0) await this.count(dayOf(answer), answer.units);
  }

  async importAnswers(answers: readonly RecordedAnswer[]): Promise<void> {
    const free = answers.map((answer) => ({ ...answer, units: 0 }));
    await this.inTurn(IMPORTED, () => this.storing(() => this.fileOf(IMPORTED).add(free)));
    await this.note(IMPORTED, free);
  }

  async find(runId: string, key: string): Promise<RecordedAnswer | null> {
    return (await this.answersOf(runId)).get(key) ?? null;
  }

  async findAnywhere(key: string): Promise<RecordedAnswer | null> {
    const owners = [...((await this.everyOwner()).get(key) ?? [])];
    const found = await Promise.all(owners.map((owner) => this.find(owner, key)));
    return newestOf(found.filter((answer) => answer !== null));
  }

  async page(limit: number, after: AnswerCursor | null, runId?: string): Promise<readonly OwnedAnswer[]> {
    const all: OwnedAnswer[] = [];
    for (const owner of runId === undefined ? [IMPORTED, ...this.runs.ids()] : [runId]) {
      const own = [...(await this.answersOf(owner)).values()];
      all.push(...own.map((answer) => ({ ...answer, runId: owner || null })));
    }
    return pageOfAnswers(all, limit, after);
  }

  async unitsOf(runId: string): Promise<number> {
    return [...(await this.answersOf(runId)).values()].reduce((sum, { units }) => sum + units, 0);
  }

  async unitsOn(day: string): Promise<number> {
    return (await this.unitsByDay()).get(day) ?? 0;
  }

  private async note(owner: string, answers: readonly RecordedAnswer[]): Promise<void> {
    const owners = await this.owners;
    if (owners) for (const { key } of answers) own(owners, key, owner);
  }

  private count(day: string, units: number): Promise<void> {
    return this.turns.run(UNITS, () =>
      this.storing(async () => {
        const byDay = await this.unitsByDay();
        await this.unitLines.append([{ day, units }]);
        byDay.set(day, (byDay.get(day) ?? 0) + units);
      }),
    );
  }

  private unitsByDay(): Promise<Map<string, number>> {
    this.units ??= this.readUnits().catch((error: unknown) => {
      this.units = null; // whoever asks next reads again
      throw error;
    });
    return this.units;
  }

  private async readUnits(): Promise<Map<string, number>> {
    const byDay = new Map<string, number>();
    for (const { day, units } of await this.unitLines.read()) byDay.set(day, (byDay.get(day) ?? 0) + units);
    return byDay;
  }

  private everyOwner(): Promise<Map<string, Set<string>>> {
    this.owners ??= this.readOwners().catch((error: unknown) => {
      this.owners = null; // whoever asks next reads again
      throw error;
    });
    return this.owners;
  }

  private async readOwners(): Promise<Map<string, Set<string>>> {
    const owners = new Map<string, Set<string>>();
    for (const owner of [IMPORTED, ...this.runs.ids()]) {
      for (const key of (await this.answersOf(owner)).keys()) own(owners, key, owner);
    }
    return owners;
  }

  /** None when the run was deleted. */
  private async answersOf(owner: string): Promise<ReadonlyMap<string, RecordedAnswer>> {
    if (owner !== IMPORTED && !this.runs.has(owner)) return new Map();
    return this.inTurn(owner, () => this.storing(() => this.fileOf(owner).all()));
  }

  private fileOf(owner: string): AnswerFile {
    return this.files.get(owner, () => new AnswerFile(join(this.path, owner, ANSWERS)));
  }

  private inTurn<T>(owner: string, work: () => Promise<T>): Promise<T> {
    return this.turns.run(`answers of ${owner}`, work);
  }
}

function own(owners: Map<string, Set<string>>, key: string, owner: string): void {
  const known = owners.get(key);
  if (known) known.add(owner);
  else owners.set(key, new Set([owner]));
}
