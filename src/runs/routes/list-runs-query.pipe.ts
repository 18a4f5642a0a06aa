import { Injectable, type PipeTransform } from '@nestjs/common';
import { validateDto } from '../../common/index.js';
import { queryFilteredBy } from '../dto/attribute-filters.js';
import type { ListRunsQueryDto } from '../dto/list-runs.query.dto.js';
import { PipelineRegistry } from '../pipeline.registry.js';
import type { RunPageRequest } from '../ports/run-store.js';

/** A query that was checked, and what it asks of the repository. */
export interface ListedRunsQuery {
  readonly query: ListRunsQueryDto;
  readonly page: RunPageRequest;
}

/** Checks the query of a list, with a parameter for each attribute that a pipeline declares as a filter. */
@Injectable()
export class ListRunsQueryPipe implements PipeTransform<unknown, ListedRunsQuery> {
  private type: (new () => ListRunsQueryDto) | undefined;

  constructor(private readonly pipelines: PipelineRegistry) {}

  /** @throws FieldsInvalidError */
  transform(value: unknown): ListedRunsQuery {
    const filters = this.pipelines.filters();
    this.type ??= queryFilteredBy(filters);
    const query = validateDto(this.type, { ...(value as object) });
    return { query, page: query.page(Object.keys(filters)) };
  }
}
