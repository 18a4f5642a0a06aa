import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ProblemResponses } from '../problems/index.js';
import { PipelineListDto } from './dto/stages.dto.js';
import { StageNodeRegistry } from './stage-node.registry.js';

@ApiTags('world and pipelines')
@ProblemResponses()
@ApiProduces('application/json')
@Controller('stages')
export class StagesController {
  constructor(private readonly registry: StageNodeRegistry) {}

  /**
   * List the pipelines and their stage nodes
   * @remarks In the order in which they run, with retry policy and timeout.
   */
  @Get()
  @ApiOperation({ operationId: 'listStages' })
  list(): PipelineListDto {
    return PipelineListDto.of(this.registry);
  }
}
