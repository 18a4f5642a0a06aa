import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ErrorCatalogue } from '../common/index.js';
import { ErrorCatalogueDto, ErrorCatalogueEntryDto } from './dto/error-catalogue.dto.js';
import { UnknownErrorCodeError } from './request.errors.js';

@ApiTags('errors')
@Controller('errors')
export class ErrorsController {
  constructor(private readonly catalogue: ErrorCatalogue) {}

  /** Every error code that the service answers with, and what to do about it. */
  @Get()
  list(): ErrorCatalogueDto {
    const entries = this.catalogue.entries();
    return { items: entries.map(([code, entry]) => ErrorCatalogueEntryDto.of(code, entry)) };
  }

  /** One error code; `doc_url` of an error answer points here. */
  @Get(':error_code')
  get(@Param('error_code') code: string): ErrorCatalogueEntryDto {
    const entry = this.catalogue.find(code);
    if (!entry) throw new UnknownErrorCodeError();
    return ErrorCatalogueEntryDto.of(code, entry);
  }
}
