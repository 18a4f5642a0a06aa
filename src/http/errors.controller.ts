import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { ApiErrorResponses, ErrorCatalogue } from '../common/index.js';
import { ErrorCatalogueDto, ErrorCatalogueEntryDto } from './dto/error-catalogue.dto.js';
import { UnknownErrorCodeError } from '../problems/index.js';

@ApiTags('errors')
@ApiProduces('application/json')
@Controller('errors')
export class ErrorsController {
  constructor(private readonly catalogue: ErrorCatalogue) {}

  /** List every error code, and what to do about it */
  @Get()
  @ApiOperation({ operationId: 'listErrors' })
  list(): ErrorCatalogueDto {
    const entries = this.catalogue.entries();
    return { items: entries.map(([code, entry]) => ErrorCatalogueEntryDto.of(code, entry)) };
  }

  /**
   * Read what an error code means, and what to do about it
   * @remarks The `doc_url` of an error answer points here.
   */
  @Get(':error_code')
  @ApiOperation({ operationId: 'readError' })
  @ApiErrorResponses('REQ_NOT_FOUND')
  get(@Param('error_code') code: string): ErrorCatalogueEntryDto {
    const entry = this.catalogue.find(code);
    if (!entry) throw new UnknownErrorCodeError();
    return ErrorCatalogueEntryDto.of(code, entry);
  }
}
