import { Fraction } from '../../common/index.js';
import type { ComparedFigure, Comparison } from '../experiments/domain/comparison.js';
import { GroupValuesDto } from './experiment.dto.js';

/** A figure of two experiments. */
class ComparedFigureDto implements ComparedFigure {
  /**
   * A share (`thread_status.locked`), a mean (`reports.mean`), or `failed`: the share of runs that have failed.
   * @example "reports.mean"
   */
  name: string;
  /** What is varied in the group; empty where nothing is, and for the experiment as a whole. */
  group: GroupValuesDto;
  @Fraction() baseline: number;
  @Fraction() value: number;
  /** The value less the baseline. */
  @Fraction() difference: number;
  /** The bounds of the difference; null when there are too few runs to say. */
  @Fraction() low: number | null;
  @Fraction() high: number | null;
  /** `changed` when the bounds do not include 0. */
  verdict: 'same' | 'changed';
}

/** How an experiment differs from a baseline. */
export class ExperimentComparisonDto implements Comparison {
  figures: ComparedFigureDto[];
  /** `changed` when one of the figures has. */
  verdict: 'same' | 'changed';
}
