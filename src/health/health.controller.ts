import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiErrorResponses } from '../common/index.js';
import { HealthDto } from './dto/health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('health')
@ApiProduces('application/json')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** See whether the process is up, and its world and run store can be used */
  @Get()
  @ApiOperation({ operationId: 'readHealth' })
  @ApiErrorResponses('SYS_NOT_READY')
  async check(): Promise<HealthDto> {
    const { status, checks } = await this.health.ready();
    return { status, checks: { ...this.live().checks, ...checks } };
  }

  /** See whether the process is up */
  @Get('live')
  @ApiOperation({ operationId: 'readLiveness' })
  live(): HealthDto {
    return { status: 'ok', checks: { process: 'up' } };
  }

  /**
   * See whether runs can be started
   * @remarks The run store takes writes, the packs are loaded, and the disk has space.
   */
  @Get('ready')
  @ApiOperation({ operationId: 'readReadiness' })
  @ApiErrorResponses('SYS_NOT_READY')
  ready(): Promise<HealthDto> {
    return this.health.ready();
  }
}
