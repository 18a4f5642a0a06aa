import type { Command } from 'commander';
import { showHidden } from '../../common/index.js';
import { ConfigError, loadEnvFile, readConfig, readMisspelt, type AppConfig } from '../../config/index.js';
import type { Terminal } from '../terminal.js';
import { examineAll } from './examinations.js';
import type { Finding } from './finding.js';
import { shownConfiguration } from './shown-configuration.js';

/** Something is not as it has to be; what, stands in the output already. */
class UnwellError extends Error {
  constructor(parts: readonly string[]) {
    super(`Not well: ${parts.join(', ')}.`);
  }
}

/** `project-dream doctor`: looks at all that a service needs, whether it runs or not, and changes nothing. */
export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description(
      'look at store, disk, packs, queue, clock and configuration; changes nothing, needs no service',
    )
    .option('--json', 'print JSON', false)
    .action(async ({ json }: { json: boolean }) => {
      loadEnvFile('.env');
      const { config, finding } = configuration();
      const findings = [finding, ...(config ? await examineAll(config) : [])];
      const shown = config && shownConfiguration(config);
      terminal.out(json ? jsonOf(findings, shown) : textOf(findings, shown));
      const failed = findings.filter(({ status }) => status === 'failed').map(({ part }) => part);
      if (failed.length > 0) throw new UnwellError(failed);
    });
}

function configuration(): { config: AppConfig | null; finding: Finding } {
  const part = 'configuration';
  try {
    const config = readConfig();
    const odd = readMisspelt().map(({ given, meant }) => `${given} is not read: did you mean ${meant}?`);
    const finding: Finding =
      odd.length === 0
        ? { part, status: 'ok', text: 'valid' }
        : { part, status: 'warning', text: 'valid', details: odd };
    return { config, finding };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const text = 'cannot be used; nothing else was looked at';
    return { config: null, finding: { part, status: 'failed', text, details: error.problems } };
  }
}

function jsonOf(checks: readonly Finding[], shown: object | null): string {
  const statuses = new Set(checks.map(({ status }) => status));
  const status = statuses.has('failed') ? 'failed' : statuses.has('warning') ? 'warning' : 'ok';
  return `${JSON.stringify({ status, checks, configuration: shown }, null, 2)}\n`;
}

function textOf(findings: readonly Finding[], shown: Readonly<Record<string, unknown>> | null): string {
  const width = Math.max(...findings.map(({ part }) => part.length));
  const lines = findings.flatMap(({ part, status, text, details = [] }) => [
    `${status.padEnd('warning'.length)}  ${part.padEnd(width)}  ${text}`,
    ...details.map((detail) => `${' '.repeat(width + 'warning'.length + 4)}- ${detail}`),
  ]);
  const variables = Object.entries(shown ?? {}).filter(([, value]) => value !== null);
  const values = variables.map(([name, value]) => `  ${name}=${valueText(value)}`);
  return [...lines, ...(shown ? ['', 'Configuration, with defaults:', ...values] : []), '']
    .map(showHidden)
    .join('\n');
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(',');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
