import { describe, expect, it } from '@jest/globals';
import { spanContextOf, traceparentOf } from './trace-context.js';
import { exporterOf } from './trace-provider.js';

describe('the exporter of spans', () => {
  it.each([
    [{}, null],
    [{ OTEL_SERVICE_NAME: 'dream', OTEL_TRACES_SAMPLER: 'always_on' }, null],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, 'otlp'],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }, 'otlp'],
    [{ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector:4318/v1/metrics' }, null],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'otlp'],
    [{ OTEL_TRACES_EXPORTER: 'console' }, 'console'],
    [{ OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }, null],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, null],
    [{ OTEL_SDK_DISABLED: 'TRUE', OTEL_TRACES_EXPORTER: 'otlp' }, null],
    [{ OTEL_SDK_DISABLED: 'false', OTEL_TRACES_EXPORTER: 'otlp' }, 'otlp'],
  ])('with %j is %j', (env, exporter) => expect(exporterOf(env)).toBe(exporter));
});

describe('the place of a span', () => {
  it.each([
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00',
  ])('is kept as text: %s', (text) => {
    const context = spanContextOf(text);
    expect(context).toMatchObject({ isRemote: true, spanId: '00f067aa0ba902b7' });
    expect(context && traceparentOf(context)).toBe(text);
  });

  it.each([
    undefined,
    '',
    'nonsense',
    7,
    '00-00000000000000000000000000000000-00f067aa0ba902b7-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more',
  ])('is nothing for %j', (text) => expect(spanContextOf(text)).toBeUndefined());
});
