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
  check(): Promise<HealthDto> {
    return this.health.ready();
  }

  /** Whether the process is up. */
  @Get('live')
  live(): HealthDto {
    return { status: 'ok', checks: {} };
  }

  /** Whether runs can be started: the run store takes writes and the packs are loaded. */
  @Get('ready')
  ready(): Promise<HealthDto> {
    return this.health.ready();
  }
}
