import type { RequestExample } from '../../common/index.js';

/** docs/examples/seeds/seed-01-short-crate.json; a test compares them. */
const EXAMPLE_SEED = {
  seed_id: 'seed-01-short-crate',
  title: 'Pier Nine manifest comes up one dream short',
  summary:
    'The night shift at Pier Nine counted forty wicks out of a crate sealed for forty-one. The seal was whole, the crew was searched twice, and the owner of the crate is asleep and cannot be woken to say what was in the last one.',
  board_id: 'B01',
  zone_id: 'A',
  dial: { U: 46, E: 22, M: 8, S: 10, H: 14 },
  public_facts: [
    'The manifest was signed for forty-one wicks at dusk.',
    'The tally at first bell found forty, and the seal was unbroken.',
    'The owner of the crate has slept for three days and answers to no bell.',
    'Halcyon Mutual opened a claim an hour before the tally was posted.',
    'Every member of the crew agreed to have their pockets turned out, and one of them was found to be carrying a goose egg.',
  ],
  hidden_facts: [
    'The missing wick was never loaded; its owner sold it privately on the evening before, and lay down to avoid the buyer.',
    'The Halcyon clerk who opened the early claim had been told about the sale by his sister.',
  ],
  stakeholders: ['the tide office', 'the night tally crew', 'the Halcyon claims desk', 'the sleeping owner'],
  forbidden_terms: ['Marrable'],
  sensitivity_tags: ['unconscious-person', 'labour-dispute'],
  evidence_grade: 'B',
  evidence_type: 'manifest',
  evidence_expiry_hours: 36,
};

/** The least that makes a simulation: everything else has a default. */
const SMALL_SEED = {
  seed_id: 'quiet-bell',
  title: 'The harbour bell was not rung at dusk',
  summary: 'The bell was there at noon and is there now, but nobody heard it at dusk.',
  board_id: 'B01',
  zone_id: 'A',
};

const fault = (attempts: number) => [{ stage_node: 'moderation', kind: 'error', attempts }];
const NEEDS_FAULTS = 'Needs a service that was started with FAULT_INJECTION=true; any other answers 403.';

type Examples = Readonly<Record<string, RequestExample>>;

/** Bodies of POST /simulate. */
export const SIMULATE_EXAMPLES: Examples = {
  plain: {
    summary: 'A plain run',
    description: 'Three rounds, about sixty rows. Answers 200 with the run.',
    value: { seed: EXAMPLE_SEED, rounds: 3 },
  },
  small: { summary: 'The smallest body', value: { seed: SMALL_SEED } },
  interventions: {
    summary: 'What if: a hidden fact comes out in round 2',
    description: 'The same run without `interventions` has the same rows up to round 2; compare the two.',
    value: {
      seed: EXAMPLE_SEED,
      rounds: 4,
      interventions: [
        { round: 2, kind: 'reveal', hidden_fact: 0 },
        {
          round: 3,
          kind: 'statement',
          stakeholder: 'the Halcyon claims desk',
          text: 'We were told of the sale on the evening before, and we paid for silence.',
        },
      ],
    },
  },
  retry: {
    summary: 'A run with a retry (needs FAULT_INJECTION=true)',
    description: `The first attempt of \`moderation\` fails, the second succeeds: 200 with \`stage_retry_count: 1\`. ${NEEDS_FAULTS}`,
    value: { seed: EXAMPLE_SEED, rounds: 3, max_stage_retries: 1, faults: fault(1) },
  },
  failure: {
    summary: 'A run that fails (needs FAULT_INJECTION=true)',
    description: `Both attempts of \`moderation\` fail: 500 with \`ORCH_STAGE_FAILED\`. The run can be read, and resumed to success. ${NEEDS_FAULTS}`,
    value: { seed: EXAMPLE_SEED, rounds: 3, max_stage_retries: 1, faults: fault(2) },
  },
};

/** Bodies of POST /runs. */
export const START_EXAMPLES: Examples = {
  plain: {
    summary: 'A simulation of thirty rounds',
    value: { pipeline: 'simulation', input: { seed: EXAMPLE_SEED, rounds: 30 } },
  },
  failure: {
    summary: 'A simulation that fails (needs FAULT_INJECTION=true)',
    description: NEEDS_FAULTS,
    value: {
      pipeline: 'simulation',
      input: { seed: EXAMPLE_SEED, rounds: 3 },
      max_stage_retries: 1,
      faults: fault(2),
    },
  },
};

/** Bodies of a fork of a simulation. */
export const FORK_EXAMPLES: Examples = {
  moderation: { summary: 'Take over the rounds, moderate anew', value: { from_stage: 'moderation' } },
  round: {
    summary: 'What if: from round 2 on, the evidence is lost and everybody is in a hurry',
    description: 'Compare it with its source: GET /runs/{run_id}/diff/{other_id}.',
    value: {
      from_round: 2,
      changes: {
        interventions: [{ round: 2, kind: 'evidence_lost' }],
        dial: { U: 80, E: 5, M: 5, S: 5, H: 5 },
      },
    },
  },
  longer: {
    summary: 'Other draws from round 3 on, and more rounds',
    value: { from_round: 3, changes: { random_seed: 'another', rounds: 8 } },
  },
};

/** Bodies of POST /experiments. */
export const EXPERIMENT_EXAMPLES: Examples = {
  seeds: {
    summary: 'How often does it end how: 200 random seeds',
    value: { input: { seed: SMALL_SEED, rounds: 4 }, vary: { random_seeds: 200 } },
  },
  dials: {
    summary: 'Urgent or well documented: two dials with the same random seeds',
    value: {
      name: 'Urgency against evidence',
      input: { seed: SMALL_SEED, rounds: 4, common_random_numbers: true },
      vary: {
        random_seeds: 100,
        dials: [
          { U: 60, E: 10, M: 10, S: 10, H: 10 },
          { U: 10, E: 60, M: 10, S: 10, H: 10 },
        ],
      },
    },
  },
};
