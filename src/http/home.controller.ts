import { Controller, Get, HttpStatus, Req, Res } from '@nestjs/common';
import {
  ApiFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { UrlPrefix, preferredMediaType } from '../common/index.js';
import { HomeDto } from './dto/home.dto.js';
import { ExplorerPage } from './explorer-page.js';

const MEDIA_TYPES = ['application/json', 'text/html'] as const;

@ApiTags('world and pipelines')
@Controller()
export class HomeController {
  constructor(
    private readonly prefix: UrlPrefix,
    private readonly explorer: ExplorerPage,
  ) {}

  /**
   * Find out where to go on
   * @remarks Browsers are led to the page for people; everybody else gets links.
   */
  @Get()
  @ApiOperation({ operationId: 'readHome' })
  @ApiProduces(...MEDIA_TYPES)
  @ApiOkResponse({
    description: 'Where things are.',
    content: { 'application/json': { schema: { $ref: getSchemaPath(HomeDto) } } },
    type: HomeDto,
  })
  @ApiFoundResponse({
    description: 'The page for people is at the `Location`.',
    headers: { Location: { description: 'The path of the page.', schema: { type: 'string' } } },
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  home(@Req() request: Request, @Res({ passthrough: true }) response: Response): HomeDto | undefined {
    const home = HomeDto.of(this.prefix.value, this.explorer.folder === null ? '/docs/' : '/explorer/');
    if (preferredMediaType(request.headers.accept, [...MEDIA_TYPES]) === 'application/json') return home;
    response.redirect(HttpStatus.FOUND, home.links.page);
    return undefined;
  }
}
