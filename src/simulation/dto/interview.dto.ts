import { IsString, Length } from 'class-validator';
import { WellFormed } from '../../common/index.js';

/** A question to somebody of a simulation. */
export class InterviewDto {
  /**
   * Who is asked: a persona that has said something in the run.
   * @example "P03"
   */
  @IsString()
  @Length(1, 128)
  @WellFormed()
  persona_id: string;

  /** @example "What makes you so sure about the seal?" */
  @IsString()
  @Length(1, 1_000)
  @WellFormed()
  question: string;
}

/** What somebody of a simulation answers. */
export class InterviewAnswerDto {
  run_id: string;
  persona_id: string;
  /** @example "Crane Dorrit" */
  name: string;
  answer: string;
  /** The rows of the run log that the answer rests on. */
  seqs: number[];
  /** `phrases`: sentences of the log; also when the model gave nothing that can be shown. */
  written_by: 'phrases' | 'model';
}
