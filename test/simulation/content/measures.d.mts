/** A figure of what threads say, and its goal. */
export interface Measure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}
export function measure(played: object): readonly Measure[];
export function isMet(measure: Measure, margin?: number): boolean;
