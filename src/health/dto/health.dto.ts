/** How the service is. */
export class HealthDto {
  /** Whatever cannot be used is a 503 instead. */
  status: 'ok';
  /** Each part that was looked at, and what was found. */
  checks: Record<string, string>;
}
