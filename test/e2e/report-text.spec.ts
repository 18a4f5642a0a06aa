import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { quoteDepth } from '../../src/simulation/report/quote-depth.js';
import type { ReportDto } from '../../src/simulation/dto/report.dto.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeeds } from '../support/seeds.js';
import { logOf } from '../support/waiting.js';

/** What an id of the shipped world looks like: `B01`, `P07`, `MM-01`, `RULE-PLZ-MOD-01`. */
const ID = /\b(?:[A-Z]{1,4}\d{1,3}|[A-Z]{2,}(?:-[A-Z]+)*-\d+)\b/;
/** Counts and nouns that do not go together. */
const WRONG_NUMBER =
  /\b1 (?:reports|comments|upvotes|rounds|hours|appeals|times)\b|\b(?!1\b)\d+ (?:report|comment|upvote|round|hour|appeal)\b/;

describe('the reports of the example seeds', () => {
  let service: RunningApp;
  const reports: { name: string; runId: string; json: ReportDto; markdown: string }[] = [];

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory' });
    for (const [file, seed] of await exampleSeeds()) {
      for (const random_seed of ['one', 'two']) {
        const { body } = await service.post('/simulate', { seed, rounds: 5, random_seed }).expect(200);
        const path = `/runs/${body.run_id}/report`;
        const { body: json } = await service.get(path).expect(200);
        const { text: markdown } = await service.get(path).set('Accept', 'text/markdown').expect(200);
        reports.push({
          name: `${file} ${random_seed}`,
          runId: body.run_id,
          json: json as ReportDto,
          markdown,
        });
      }
    }
  });

  afterAll(() => service.stop());

  it('name their run and random seed, and say in a sentence how it ended', () => {
    for (const { json, runId, markdown } of reports) {
      expect(json).toMatchObject({ run_id: runId, random_seed: expect.stringMatching(/^(one|two)$/) });
      expect(json.outcome.text).toMatch(/^The thread ended after \d+ rounds?, when .*\. The thread is .*\.$/);
      expect(json.timeline).toHaveLength(json.outcome.rounds);
      expect(markdown).toContain(`## Outcome\n\nThe thread ended after`);
    }
  });

  it('say of each quote in which row of the log it is', async () => {
    const [first] = reports;
    const { rows } = await logOf(service, first?.runId ?? '');
    for (const { seq, claim } of first?.json.highlights_top10 ?? []) {
      expect(rows[(seq ?? 0) - 1]).toMatchObject({ type: 'round', claim });
    }
    expect(first?.markdown).toMatch(/ \(#\d+\)/);
  });

  it('have names instead of ids, right numbers, and no line about nothing found', () => {
    for (const { name, markdown } of reports) {
      const prose = markdown.split('\n').filter((line) => !line.startsWith('Run ') && line !== '');
      const wrong = prose.filter(
        (line) => ID.test(line) || WRONG_NUMBER.test(line) || /\w=\w/.test(line) || /\d\.\d{2}/.test(line),
      );
      expect({ name, wrong }).toEqual({ name, wrong: [] });
    }
  });

  it('quote nothing three deep', () => {
    for (const { name, markdown } of reports) {
      const deep = markdown.split('\n').filter((line) => quoteDepth(line) > 2 || line.startsWith('> >'));
      expect({ name, deep }).toEqual({ name, deep: [] });
    }
  });

  it('offer no side of the conflict as the way out of it', () => {
    for (const { name, json } of reports) {
      const { claim_a, claim_b, mediation_points } = json.conflict_map;
      const sides = [claim_a?.claim, claim_b?.claim];
      const both = mediation_points.filter(({ claim }) => sides.includes(claim));
      expect({ name, both }).toEqual({ name, both: [] });
    }
  });
});
