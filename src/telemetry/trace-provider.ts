import { ProxyTracerProvider, context, propagation, trace } from '@opentelemetry/api';

type Environment = Readonly<Record<string, string | undefined>>;

/** Spans cannot be exported as the environment wants it; says what to do. */
export class TracingUnavailableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TracingUnavailableError';
  }
}

const INSTALL = 'npm install @opentelemetry/sdk-trace-node @opentelemetry/resources';
/** The package of each way to speak OTLP; the first is what we use unless told otherwise. */
const OTLP = {
  'http/json': '@opentelemetry/exporter-trace-otlp-http',
  'http/protobuf': '@opentelemetry/exporter-trace-otlp-proto',
  grpc: '@opentelemetry/exporter-trace-otlp-grpc',
} as const;
const ENDPOINTS = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] as const;

/** Which exporter OpenTelemetry's own variables name; null when spans go nowhere. Pure. */
export function exporterOf(env: Environment): 'otlp' | 'console' | null {
  if (env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true') return null;
  const named = env['OTEL_TRACES_EXPORTER']?.trim();
  if (named === 'console' || named === 'otlp') return named;
  if (named) return null; // `none`, or one that whoever registers a provider brings along
  return ENDPOINTS.some((name) => env[name]) ? 'otlp' : null;
}

/** Whether somebody, as `node --import` does, has registered a provider of spans already. */
function isRegistered(): boolean {
  const provider = trace.getTracerProvider();
  return (
    !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('project-dream') !== undefined
  );
}

/**
 * Has spans exported where OpenTelemetry's variables say, through a provider that is registered already or else one of
 * our own.
 * @returns flushes what is not sent yet, and ends it; null when there are no spans
 * @throws TracingUnavailableError when the packages that this needs are not installed
 */
export async function openTraceProvider(env: Environment): Promise<(() => Promise<void>) | null> {
  if (isRegistered()) return () => Promise.resolve(); // its owner ends it
  const kind = exporterOf(env);
  if (kind === null) return null;
  const sdk = await load('@opentelemetry/sdk-trace-node', () => import('@opentelemetry/sdk-trace-node'));
  const resources = await load('@opentelemetry/resources', () => import('@opentelemetry/resources'));
  const exporter = kind === 'console' ? new sdk.ConsoleSpanExporter() : await otlpExporter(env);
  const ours = resources.resourceFromAttributes({
    'service.name': env['OTEL_SERVICE_NAME'] ?? 'project-dream',
  });
  const detected = resources.detectResources({ detectors: [resources.envDetector] });
  const provider = new sdk.NodeTracerProvider({
    resource: resources.defaultResource().merge(ours).merge(detected),
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  provider.register();
  return async () => {
    await provider.shutdown();
    for (const api of [trace, context, propagation]) api.disable();
  };
}

async function otlpExporter(env: Environment) {
  const protocol =
    env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? 'http/json';
  const name = OTLP[protocol as keyof typeof OTLP] as string | undefined;
  if (name === undefined) {
    throw new TracingUnavailableError(
      `OTEL_EXPORTER_OTLP_PROTOCOL must be ${Object.keys(OTLP).join(', ')} (it is ${JSON.stringify(protocol)})`,
    );
  }
  type Package = typeof import('@opentelemetry/exporter-trace-otlp-http');
  const { OTLPTraceExporter } = await load(name, () => import(name) as Promise<Package>);
  return new OTLPTraceExporter();
}

async function load<T>(name: string, loading: () => Promise<T>): Promise<T> {
  try {
    return await loading();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new TracingUnavailableError(
      `OTEL_* names an exporter of spans, and ${name} is not installed: ${INSTALL} ${OTLP['http/json']}`,
      error,
    );
  }
}
