import { precise } from './shares.js';
import { Histogram } from './histogram.js';
import { FIGURES, type FigureName } from './experiment-run.js';

/** Endings of fewer runs are not worth a branch. */
const LEAST_SHARE = 0.05;

/** A way that threads went, and the two runs to read of it. */
export interface Branch {
  /** The thread's status in the end. */
  ending: string;
  /** Of all runs that have succeeded, 0 to 1. */
  share: number;
  /** The run of which the figures are nearest to the medians of its ending; of equals the one that was planned first. */
  typical: string;
  /** The run of which they are farthest. */
  extreme: string;
}

interface Member {
  readonly runId: string;
  readonly figures: readonly number[];
}

/** The runs of one ending. */
class Ending {
  readonly members: Member[] = [];
  private readonly histograms = FIGURES.map(() => new Histogram());

  add(member: Member): void {
    this.members.push(member);
    this.histograms.forEach((histogram, index) => histogram.add(member.figures[index] ?? 0));
  }

  /** Each figure counts by how far apart runs usually are in it: the range of nine in ten, or one. */
  nearestAndFarthest(): [nearest: string, farthest: string] {
    const scales = this.histograms.map((histogram) => {
      const [low = 0, median = 0, high = 0] = histogram.quantiles(0.05, 0.5, 0.95);
      return { median, range: Math.max(1, high - low) };
    });
    let [least, most] = [Infinity, -Infinity];
    let [nearest, farthest] = ['', ''];
    for (const { runId, figures } of this.members) {
      const parts = scales.map(({ median, range }, index) => ((figures[index] ?? 0) - median) / range);
      const distance = precise(parts.reduce((sum, part) => sum + part * part, 0));
      if (distance < least) [least, nearest] = [distance, runId];
      if (distance > most) [most, farthest] = [distance, runId];
    }
    return [nearest, farthest];
  }
}

/** Sorts runs by how their threads ended. */
export class Branches {
  private readonly endings = new Map<string, Ending>();
  private total = 0;

  /** To be called in the order in which the runs were planned. */
  add(ending: string, runId: string, figures: Readonly<Record<FigureName, number>>): void {
    const runs = this.endings.get(ending) ?? new Ending();
    this.endings.set(ending, runs);
    runs.add({ runId, figures: FIGURES.map((name) => figures[name]) });
    this.total += 1;
  }

  /** The endings of more than 5 % of the runs, the most frequent first. */
  worthReading(): Branch[] {
    const frequent = [...this.endings].filter(([, { members }]) => members.length / this.total > LEAST_SHARE);
    return frequent
      .toSorted(([one, a], [other, b]) => b.members.length - a.members.length || (one < other ? -1 : 1))
      .map(([ending, runs]) => {
        const [typical, extreme] = runs.nearestAndFarthest();
        return { ending, share: precise(runs.members.length / this.total), typical, extreme };
      });
  }
}
