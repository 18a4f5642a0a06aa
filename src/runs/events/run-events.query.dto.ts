import { IsInt, Max, Min } from 'class-validator';
import { IsOptionalNotNull } from '../../common/index.js';
import { Digits, LARGEST } from '../dto/digits.js';

/** Where an event stream begins. */
export class RunEventsQueryDto {
  /** Rows after this `seq`; a `Last-Event-ID` header comes before it. */
  @IsOptionalNotNull()
  @Digits()
  @IsInt()
  @Min(0)
  @Max(LARGEST)
  after_seq?: number;
}
