import { Body, Controller, HttpCode, Inject, Logger, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { ApiErrorResponses, UrlPrefix, callerOf } from '../../common/index.js';
import { APP_CONFIG, type AppConfig } from '../../config/index.js';
import { RunsService } from '../../runs/index.js';
import { MakeLinkDto, RunLinkDto } from '../dto/run-link.dto.js';
import { LINK_PARAMETER, RunLinks } from './run-links.js';

@ApiTags('runs')
@ApiProduces('application/json')
@Controller('runs')
export class LinksController {
  private readonly logger = new Logger(LinksController.name);
  private readonly origin: string;

  constructor(
    private readonly runs: RunsService,
    private readonly links: RunLinks,
    private readonly prefix: UrlPrefix,
    @Inject(APP_CONFIG) { PUBLIC_URL = '' }: AppConfig,
  ) {
    this.origin = PUBLIC_URL;
  }

  /**
   * Make a link that opens the report, transcript or thread of a run for a time
   * @remarks Whoever has the link needs no token, and sees what a token of scope `report` shows. It is not stored: it ends at
   * `expires_at`, when the run is deleted, or when the operator changes LINK_SECRET.
   */
  @Post(':run_id/links')
  @ApiOperation({ operationId: 'makeLink' })
  @ApiErrorResponses('AUTH_LINKS_DISABLED', 'RUN_NOT_FOUND', 'RUN_LOG_CORRUPT', 'RUN_STORAGE_UNAVAILABLE')
  @HttpCode(201)
  @ApiCreatedResponse({ description: 'The link, shown this once.', type: RunLinkDto })
  async make(
    @Param('run_id') runId: string,
    @Body() { what, expires_in_seconds }: MakeLinkDto,
    @Req() request: Request,
  ): Promise<RunLinkDto> {
    const { signed, expiresAt } = this.links.sign(runId, what, expires_in_seconds);
    const { run_id } = await this.runs.get(runId);
    const expires_at = expiresAt.toISOString();
    this.logger.log({ msg: 'A link was made', run_id, what, expires_at, token: callerOf(request)?.name });
    const url = `${this.origin}${this.prefix.value}/runs/${run_id}/${what}?${LINK_PARAMETER}=${signed}`;
    return { run_id, what, url, expires_at };
  }
}
