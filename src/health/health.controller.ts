import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HealthDto } from './dto/health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Whether the process is up and its world and run store can be used. */
  @Get()
  async check(): Promise<HealthDto> {
    const { status, checks } = await this.health.ready();
    return { status, checks: { ...this.live().checks, ...checks } };
  }

  /** Whether the process is up. */
  @Get('live')
  live(): HealthDto {
    return { status: 'ok', checks: { process: 'up' } };
  }

  /** Whether runs can be started: the run store takes writes, the packs are loaded, and the disk has space. */
  @Get('ready')
  ready(): Promise<HealthDto> {
    return this.health.ready();
  }
}
