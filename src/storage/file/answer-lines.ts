import { readFile } from 'node:fs/promises';
import type { RecordedAnswer } from '../../runs/index.js';
import { isMissing, writeAt } from './durable-files.js';

/**
 * A file of JSON Lines that only grows. A line that a crash has cut off is not there, and the next one is written in its
 * place. Whoever uses it lets calls take turns.
 */
export class LineFile<Line> {
  /** Bytes of whole lines; null before the file was read. */
  private bytes: number | null = null;

  constructor(private readonly path: string) {}

  /** The lines, none when there is no file. */
  async read(): Promise<Line[]> {
    const content = await readFile(this.path).catch((error: unknown) => {
      if (isMissing(error)) return Buffer.alloc(0);
      throw error;
    });
    this.bytes = content.lastIndexOf('\n') + 1;
    const lines = content.subarray(0, this.bytes).toString('utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Line);
  }

  /** Adds lines; durable when it resolves. */
  async append(lines: readonly Line[]): Promise<void> {
    if (this.bytes === null) await this.read();
    const position = this.bytes ?? 0;
    const content = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    this.bytes = null; // until it is written, nobody knows where the file ends
    await writeAt(this.path, position, content);
    this.bytes = position + content.length;
  }
}

/** The answers of one file by key. Later lines replace earlier ones, and add to their units. */
export class AnswerFile {
  private readonly lines: LineFile<RecordedAnswer>;
  private answers: Map<string, RecordedAnswer> | null = null;

  constructor(path: string) {
    this.lines = new LineFile(path);
  }

  async all(): Promise<ReadonlyMap<string, RecordedAnswer>> {
    return this.loaded();
  }

  async add(answers: readonly RecordedAnswer[]): Promise<void> {
    const known = await this.loaded();
    await this.lines.append(answers);
    for (const answer of answers) put(known, answer);
  }

  private async loaded(): Promise<Map<string, RecordedAnswer>> {
    if (this.answers) return this.answers;
    const answers = new Map<string, RecordedAnswer>();
    for (const answer of await this.lines.read()) put(answers, answer);
    this.answers = answers;
    return answers;
  }
}

function put(answers: Map<string, RecordedAnswer>, answer: RecordedAnswer): void {
  const units = answer.units + (answers.get(answer.key)?.units ?? 0);
  answers.set(answer.key, { ...answer, units });
}
