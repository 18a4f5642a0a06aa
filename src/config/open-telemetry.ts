const NAME = /^OTEL_[A-Z_]+$/;

/** OpenTelemetry's own variables in the environment of the process; they are documented and checked by its SDK. */
export function readOpenTelemetryVariables(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => NAME.test(name)));
}
