import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Length } from 'class-validator';
import { Transform } from 'class-transformer';
import { WellFormed } from '../../common/index.js';
import type { AttributeDeclaration, AttributeDeclarations } from '../domain/attributes.js';
import { Digits } from './digits.js';
import { ListRunsQueryDto } from './list-runs.query.dto.js';

/** A class for queries of lists that also filter by attributes, checked as every other parameter is. */
export function queryFilteredBy(attributes: AttributeDeclarations): new () => ListRunsQueryDto {
  class FilteredQueryDto extends ListRunsQueryDto {}
  for (const [name, declaration] of Object.entries(attributes)) {
    for (const decorate of [IsOptional(), ...checksOf(declaration)])
      decorate(FilteredQueryDto.prototype, name);
  }
  return FilteredQueryDto;
}

function checksOf({ type, enum: values }: AttributeDeclaration): PropertyDecorator[] {
  if (values) return [IsIn([...values])];
  if (type === 'integer') return [Digits(), IsInt()];
  if (type === 'boolean')
    return [Transform(({ value }: { value: unknown }) => booleanOf(value)), IsBoolean()];
  return [IsString(), Length(1, 128), WellFormed()];
}

function booleanOf(value: unknown): unknown {
  if (value === 'true') return true;
  return value === 'false' ? false : value;
}
