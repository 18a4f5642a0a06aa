import type { AttributeDeclarations } from '../runs/index.js';

/** What every simulation has, beside what every run has. */
export const SIMULATION_ATTRIBUTES: AttributeDeclarations = {
  seed_id: { type: 'string', description: 'The seed that the simulation starts from.', filter: true },
  board_id: { type: 'string', description: 'The board that the thread is on.', filter: true },
  zone_id: { type: 'string', description: 'The zone of the board.' },
  pack_fingerprint: {
    type: 'string',
    description: 'SHA-256 of the world that the run began with.',
    filter: true,
  },
  thread_status: {
    type: 'string',
    description: '`visible`, `hidden`, `locked`, `ghost` or `sanctioned`.',
    enum: ['visible', 'hidden', 'locked', 'ghost', 'sanctioned'],
    example: 'locked',
    filter: true,
  },
  termination_reason: { type: 'string', description: 'What ended the rounds.', example: 'round_limit' },
  total_reports: { type: 'integer', description: 'Reports of the whole thread.' },
  rounds_run: { type: 'integer', description: 'Rounds that were played.' },
  experiment_id: {
    type: 'string',
    description: 'The experiment that the run belongs to.',
    filter: true,
    inherited: false,
  },
  tokens: {
    type: 'object',
    description: 'What the language model that wrote the comments has cost.',
    members: {
      input: { type: 'integer', description: 'Tokens of the prompts of the calls that this run has made.' },
      output: { type: 'integer', description: 'Tokens of their answers.' },
      calls: { type: 'integer', description: 'Calls that this run has made, failed ones too.' },
      replayed_calls: { type: 'integer', description: 'Answers that were taken from what is recorded.' },
      cost: { type: 'number', description: 'By the configured prices; null without prices.' },
    },
  },
  report_gate_pass: { type: 'boolean', description: 'Whether the report is fit to write from.' },
};

export const SIMULATION_LINKS = {
  report: 'What the simulation has come to; 404 until it has ended.',
  thread: 'Its comments.',
} as const;
