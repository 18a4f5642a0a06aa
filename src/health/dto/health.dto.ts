/** How the service is. */
export class HealthDto {
  status: 'ok';
  /** Each part that was looked at, and what was found. */
  checks: Record<string, string>;
}
