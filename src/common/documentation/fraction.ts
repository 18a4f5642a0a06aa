import { ApiProperty } from '@nestjs/swagger';

/** Marks a number of a DTO that may have a fraction; the OpenAPI document calls every other number an integer. */
export const Fraction = (): PropertyDecorator => ApiProperty({ type: 'number', format: 'double' });
