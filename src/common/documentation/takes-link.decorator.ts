import { ApiQuery } from '@nestjs/swagger';

/** Documents that a link opens the route: see POST /runs/{run_id}/links. */
export function TakesLink(): MethodDecorator {
  return ApiQuery({
    name: 'link',
    required: false,
    schema: { type: 'string', maxLength: 64 },
    description: 'In place of a token: as the address has it that POST /runs/{run_id}/links gave.',
  });
}
