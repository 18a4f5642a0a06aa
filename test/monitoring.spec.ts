import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Registry, collectDefaultMetrics } from 'prom-client';
import { parse } from 'yaml';
import { SystemClock } from '../src/common/index.js';
import { ServiceMetrics } from '../src/metrics/service-metrics.js';

const read = (file: string): string =>
  readFileSync(new URL(`../docs/examples/monitoring/${file}`, import.meta.url), 'utf8');

/** The parts of Grafana's dashboard model that a panel of ours needs. */
const TARGET = {
  type: 'object',
  required: ['refId', 'expr', 'datasource'],
  properties: { refId: { type: 'string', pattern: '^[A-Z]$' }, expr: { type: 'string', minLength: 1 } },
};
const GRID = {
  type: 'object',
  required: ['h', 'w', 'x', 'y'],
  properties: {
    h: { type: 'integer', minimum: 1 },
    w: { type: 'integer', minimum: 1, maximum: 24 },
    x: { type: 'integer', minimum: 0, maximum: 23 },
    y: { type: 'integer', minimum: 0 },
  },
};
const DASHBOARD = {
  type: 'object',
  required: ['uid', 'title', 'schemaVersion', 'time', 'templating', 'panels'],
  properties: {
    uid: { type: 'string', maxLength: 40 },
    schemaVersion: { type: 'integer', minimum: 36 },
    panels: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['id', 'type', 'title', 'gridPos'],
        properties: {
          id: { type: 'integer' },
          type: { enum: ['row', 'timeseries', 'stat'] },
          gridPos: GRID,
          targets: { type: 'array', minItems: 1, items: TARGET },
        },
        anyOf: [
          { properties: { type: { const: 'row' } } },
          { required: ['targets', 'fieldConfig', 'options', 'datasource'] },
        ],
      },
    },
  },
};
/** Prometheus' rule files, as its documentation defines them. */
const RULES = {
  type: 'object',
  required: ['groups'],
  additionalProperties: false,
  properties: {
    groups: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'rules'],
        additionalProperties: false,
        properties: {
          name: { type: 'string' },
          rules: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['alert', 'expr', 'labels', 'annotations'],
              additionalProperties: false,
              properties: {
                alert: { type: 'string', pattern: '^[A-Za-z]+$' },
                expr: { type: 'string' },
                for: { type: 'string', pattern: '^\\d+[smh]$' },
                labels: { type: 'object', required: ['severity'] },
                annotations: { type: 'object', required: ['summary', 'description'] },
              },
            },
          },
        },
      },
    },
  },
};

interface Dashboard {
  readonly panels: readonly {
    readonly id: number;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
}
interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
}

const dashboard = JSON.parse(read('grafana-dashboard.json')) as Dashboard;
const rules = parse(read('alerts.yaml')) as Rules;
const EXPRESSIONS = [
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
];

const zero = () => 0;

/** What makes a series of a histogram out of its name. */
const SERIES = /_(?:bucket|sum|count)$/;
const METRIC = /\b(?:dream|nodejs|process)_[a-z0-9_]+/g;
/** Words of PromQL within by (…), and what every scrape adds. */
const OF_PROMETHEUS: ReadonlySet<string> = new Set(['le', 'instance', 'job']);

describe('the monitoring examples', () => {
  /** Metric → its labels. */
  const known = new Map<string, ReadonlySet<string>>();

  beforeAll(() => {
    const { registry } = new ServiceMetrics(
      { activeRuns: zero, queuedRuns: zero, eventStreams: zero },
      new SystemClock(),
    );
    const ofNode = new Registry();
    collectDefaultMetrics({ register: ofNode });
    for (const metric of [...registry.getMetricsAsArray(), ...ofNode.getMetricsAsArray()]) {
      const { name, labelNames } = metric as unknown as { name: string; labelNames: string[] };
      known.set(name, new Set(labelNames));
    }
  });

  it('have the form that Grafana and Prometheus read', () => {
    const ajv = new Ajv({ allErrors: true, strict: false });
    for (const [schema, file] of [
      [DASHBOARD, dashboard],
      [RULES, rules],
    ] as const) {
      ajv.validate(schema, file);
      expect(ajv.errors ?? []).toEqual([]);
    }
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('ask for metrics that there are, by labels that these have', () => {
    expect(EXPRESSIONS.length).toBeGreaterThan(20);
    const faults = EXPRESSIONS.flatMap((expression) => {
      const names = [...expression.matchAll(METRIC)].map(([name]) => name);
      const metrics = names.map((name) => (known.has(name) ? name : name.replace(SERIES, '')));
      const allowed = new Set(metrics.flatMap((name) => [...(known.get(name) ?? [])]));
      const labels = [...expression.matchAll(/\bby \(([^)]*)\)|[{,]\s*(\w+)(?:=~|!=|=)/g)]
        .flatMap(([, grouped, matched]) => (grouped ?? matched ?? '').split(','))
        .map((label) => label.trim());
      return [
        ...metrics.filter((name) => !known.has(name)),
        ...labels.filter((label) => !allowed.has(label) && !OF_PROMETHEUS.has(label)),
        ...(names.length === 0 ? [expression] : []),
      ];
    });
    expect(faults).toEqual([]);
  });

  it('show every metric of ours', () => {
    const shown = EXPRESSIONS.join('\n');
    const missing = [...known.keys()].filter((name) => name.startsWith('dream_') && !shown.includes(name));
    expect(missing).toEqual([]);
  });
});
