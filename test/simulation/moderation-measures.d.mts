import type { Seed } from '../../src/simulation/domain/seed.js';
import type { Report } from '../../src/simulation/report/report.js';
import type { AnsweredRow } from '../support/run-logs.js';
import type { Axis } from './moderation-seeds.js';

/** The rows of a run. */
export interface MeasuredRun {
  readonly rows: readonly AnsweredRow[];
}

/** A run with what it started from and its report. */
export interface ReportedRun extends MeasuredRun {
  readonly seed: Seed;
  readonly report: Report;
}

export const HEATED: readonly Axis[];
export const QUIET: readonly Axis[];

export function hiddenByAxis(runs: ReadonlyMap<Axis, readonly MeasuredRun[]>): Record<Axis, number>;
export function moderationMeasures(runs: readonly MeasuredRun[]): {
  readonly runs: number;
  readonly hidden: number;
  readonly reports: number;
  readonly reportsWithoutReason: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly steps: number;
  readonly stepsWithoutText: number;
  readonly stepsWithoutReply: number;
  readonly appeals: number;
  readonly appealsWithoutText: number;
  readonly appealsByOthers: number;
};
export function reportMeasures(runs: readonly ReportedRun[]): {
  readonly reports: number;
  readonly conflictsFromReplies: number;
  readonly groundedClaims: number;
  readonly highlightsNamingIncident: number;
  readonly withArc: number;
  readonly deepQuotes: number;
  readonly passed: number;
};
