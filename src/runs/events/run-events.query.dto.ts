import { IsInt, Min } from 'class-validator';
import { WhenGiven } from '../../common/index.js';
import { Digits } from '../dto/digits.js';

/** Where an event stream begins. */
export class RunEventsQueryDto {
  /** Rows after this `seq`; a `Last-Event-ID` header comes before it. */
  @WhenGiven()
  @Digits()
  @IsInt()
  @Min(0)
  after_seq?: number;
}
