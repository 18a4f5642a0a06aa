import { ApiHideProperty, PickType } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { ListRunsQueryDto } from '../../runs/index.js';
import { EXPERIMENT_STATUSES, type ExperimentStatus } from './experiment.dto.js';

/** Which experiments to list. */
export class ListExperimentsQueryDto extends PickType(ListRunsQueryDto, ['limit', 'offset', 'cursor']) {
  /** Experiments in this state. */
  @IsOptional()
  @IsIn(EXPERIMENT_STATUSES)
  @ApiHideProperty() // the generator loses the values of an enum of an explicit query: the route documents it
  status?: ExperimentStatus;
}
