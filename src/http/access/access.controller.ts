import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { NeedsScope, callerOf } from '../../common/index.js';
import { APP_CONFIG, type AppConfig } from '../../config/index.js';
import { AccessDto } from '../dto/access.dto.js';
import { UnauthorizedError } from './access.errors.js';

@ApiTags('world and pipelines')
@ApiProduces('application/json')
@Controller('access')
export class AccessController {
  constructor(@Inject(APP_CONFIG) private readonly config: AppConfig) {}

  /**
   * Find out what the caller may do here
   * @remarks The scope of the token, and the bounds of requests. Without configured tokens, everybody may do everything.
   */
  @Get()
  @ApiOperation({ operationId: 'readAccess' })
  @NeedsScope('report')
  access(@Req() request: Request): AccessDto {
    const caller = callerOf(request);
    if (!caller) throw new UnauthorizedError();
    return AccessDto.of(caller, this.config);
  }
}
