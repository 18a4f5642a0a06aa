import type { AnswerCursor, AnswerStore, OwnedAnswer, RecordedAnswer } from '../ports/answer-store.js';
import { RunNotFoundError } from '../run.errors.js';

/** Keeps answers in memory: they end with the process. */
export class MemoryAnswers implements AnswerStore {
  private readonly answers = new Map<string, Map<string, RecordedAnswer>>();
  private readonly units = new Map<string, number>();

  /** @param has whether there is such a run */
  constructor(private readonly has: (runId: string) => boolean) {}

  async record(runId: string, answer: RecordedAnswer): Promise<void> {
    if (!this.has(runId)) throw new RunNotFoundError(runId);
    this.put(runId, answer);
    const day = dayOf(answer);
    this.units.set(day, (this.units.get(day) ?? 0) + answer.units);
  }

  async importAnswers(answers: readonly RecordedAnswer[]): Promise<void> {
    for (const answer of answers) this.put(IMPORTED, { ...answer, units: 0 });
  }

  async find(runId: string, key: string): Promise<RecordedAnswer | null> {
    return this.answers.get(runId)?.get(key) ?? null;
  }

  async findAnywhere(key: string): Promise<RecordedAnswer | null> {
    return newestOf([...this.answers.values()].flatMap((answers) => answers.get(key) ?? []));
  }

  async page(limit: number, after: AnswerCursor | null, runId?: string): Promise<readonly OwnedAnswer[]> {
    const owners = runId === undefined ? [...this.answers.keys()] : [runId];
    const all = owners.flatMap((owner) =>
      [...(this.answers.get(owner)?.values() ?? [])].map((answer) => ({ ...answer, runId: owner || null })),
    );
    return pageOfAnswers(all, limit, after);
  }

  async unitsOf(runId: string): Promise<number> {
    return [...(this.answers.get(runId)?.values() ?? [])].reduce((sum, { units }) => sum + units, 0);
  }

  async unitsOn(day: string): Promise<number> {
    return this.units.get(day) ?? 0;
  }

  /** Forgets the answers of a run. */
  remove(runId: string): void {
    this.answers.delete(runId);
  }

  private put(owner: string, answer: RecordedAnswer): void {
    const own = this.answers.get(owner) ?? new Map<string, RecordedAnswer>();
    const units = answer.units + (own.get(answer.key)?.units ?? 0);
    this.answers.set(owner, own.set(answer.key, { ...answer, units }));
  }
}

/** Stands for the run of imported answers: no run has this id, and it sorts first. */
const IMPORTED = '';

/** The day of an answer, `YYYY-MM-DD`. */
export function dayOf({ recordedAt }: Pick<RecordedAnswer, 'recordedAt'>): string {
  return recordedAt.slice(0, 'YYYY-MM-DD'.length);
}

/** The answer that was recorded last; null when there is none. */
export function newestOf(answers: readonly RecordedAnswer[]): RecordedAnswer | null {
  return answers.reduce<RecordedAnswer | null>(
    (newest, answer) => (newest && newest.recordedAt >= answer.recordedAt ? newest : answer),
    null,
  );
}

/** A page of answers, in the order of {@link AnswerStore.page}. */
export function pageOfAnswers(
  answers: readonly OwnedAnswer[],
  limit: number,
  after: AnswerCursor | null,
): OwnedAnswer[] {
  const follows = (answer: AnswerCursor) => after === null || inOrder(answer, after) > 0;
  return answers.filter(follows).toSorted(inOrder).slice(0, limit);
}

function inOrder(a: AnswerCursor, b: AnswerCursor): number {
  const [left, right] = [a, b].map(({ key, runId }) => `${key} ${runId ?? ''}`) as [string, string];
  return left < right ? -1 : left > right ? 1 : 0;
}
