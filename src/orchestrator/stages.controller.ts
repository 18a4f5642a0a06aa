import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { PipelineListDto } from './dto/stages.dto.js';
import { StageNodeRegistry } from './stage-node.registry.js';

@ApiTags('world and pipelines')
@Controller('stages')
export class StagesController {
  constructor(private readonly registry: StageNodeRegistry) {}

  /** The pipelines and their stage nodes, in the order in which they run, with retry policy and timeout. */
  @Get()
  list(): PipelineListDto {
    return PipelineListDto.of(this.registry);
  }
}
