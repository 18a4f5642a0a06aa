import type { ApiDocumentationParts } from '../../common/index.js';
import { ContextRowDto } from '../dto/rows/context-row.dto.js';
import { ExperimentRunRowDto } from '../dto/rows/experiment-rows.dto.js';
import { ModelCallRowDto } from '../dto/rows/model-call-row.dto.js';
import { InterventionRowDto } from '../dto/rows/intervention-row.dto.js';
import { AppealRowDto, NoticeReplyRowDto, NoticeRowDto } from '../dto/rows/moderation-rows.dto.js';
import {
  ActionRowDto,
  CrossInflowRowDto,
  GateRowDto,
  MemeFlowRowDto,
  PositionChangeRowDto,
  RoundRowDto,
  RoundSummaryRowDto,
} from '../dto/rows/round-rows.dto.js';
import {
  EndConditionRowDto,
  ModerationDecisionRowDto,
  ThreadCandidateRowDto,
  ThreadSelectedRowDto,
} from '../dto/rows/thread-rows.dto.js';
import { INTRODUCTION } from './introduction.js';
import { EXPERIMENT_EXAMPLES, FORK_EXAMPLES, SIMULATE_EXAMPLES, START_EXAMPLES } from './request-examples.js';
import { SCHEMA_EXAMPLES } from './schema-examples.js';
import { SimulationProblemDto } from './simulation-problem.dto.js';

const OPERATIONS: ApiDocumentationParts['operations'] = {
  simulate: {
    before: 'startRun',
    success: {
      status: 200,
      description:
        'The run has ended. An answer to a key that was used before says `Idempotency-Replayed: true`.',
      headers: ['Location', 'Idempotency-Replayed'],
    },
    examples: SIMULATE_EXAMPLES,
  },
  startRun: {
    errors: ['SIM_UNKNOWN_BOARD', 'SIM_UNKNOWN_ZONE', 'SIM_UNKNOWN_PACKS', 'SIM_CANON_GATE_FAILED'],
    examples: START_EXAMPLES,
  },
  forkRun: { errors: ['SIM_CANON_GATE_FAILED'], examples: FORK_EXAMPLES },
  readPacks: { before: 'readRunlog', success: { status: 200, description: 'The world.' } },
  readWorldRelations: {
    before: 'readRunlog',
    success: { status: 200, description: 'The entities, and how they relate.' },
  },
  listPackItems: { before: 'readRunlog', success: { status: 200, description: 'The items of this kind.' } },
  readRoundTotals: {
    before: 'readRunlog',
    success: { status: 200, description: 'The rounds of the runs that can be read.' },
  },
  readPackItem: {
    before: 'readRunlog',
    success: { status: 200, description: 'The item, as its pack has it.' },
  },
  readReport: {
    before: 'readRunlog',
    success: { status: 200, description: 'The report, as JSON or as Markdown.' },
  },
  readThread: {
    before: 'readRunlog',
    success: { status: 200, description: 'The comments, as JSON or as CSV.' },
  },
  readRounds: {
    before: 'readRunlog',
    success: { status: 200, description: 'The rounds, as JSON or as CSV.' },
  },
  readGraph: {
    before: 'readRunlog',
    success: { status: 200, description: 'The graph, as JSON or as GraphML.' },
  },
  diffRuns: {
    before: 'readRunlog',
    success: { status: 200, description: 'What the two runs have in common, and what not.' },
  },
  startExperiment: {
    before: 'readRunlog',
    success: {
      status: 202,
      description: 'The experiment is accepted, and starts when there is room for it.',
      headers: ['Location', 'Retry-After', 'Idempotency-Replayed'],
    },
    examples: EXPERIMENT_EXAMPLES,
  },
  listExperiments: {
    before: 'readRunlog',
    success: { status: 200, description: 'A page of experiments.' },
  },
  readExperiment: {
    before: 'readRunlog',
    success: { status: 200, description: 'The experiment, with what has come of it so far.' },
  },
  compareExperiments: {
    before: 'readRunlog',
    success: { status: 200, description: 'How the experiment differs from the baseline, figure by figure.' },
  },
  readExperimentRuns: {
    before: 'readRunlog',
    success: { status: 200, description: 'The runs, as CSV.' },
  },
  cancelExperiment: {
    before: 'readRunlog',
    success: { status: 202, description: 'The experiment is asked to stop.' },
  },
  deleteExperiment: {
    before: 'readRunlog',
    success: { status: 204, description: 'The experiment and its runs are deleted.' },
  },
  readTranscript: {
    before: 'readRunlog',
    success: { status: 200, description: 'The transcript, as Markdown or as HTML.', headers: ['ETag'] },
  },
};

/** What the OpenAPI document says of simulations. */
export const SIMULATION_DOCUMENTATION: ApiDocumentationParts = {
  introduction: INTRODUCTION,
  tags: [
    ['simulation', 'Run a simulation and wait for it; read its report'],
    ['experiments', 'Simulate one incident many times, and read how it ends'],
  ],
  rows: [
    ContextRowDto,
    ThreadCandidateRowDto,
    ThreadSelectedRowDto,
    InterventionRowDto,
    RoundRowDto,
    PositionChangeRowDto,
    ModelCallRowDto,
    GateRowDto,
    ActionRowDto,
    NoticeRowDto,
    NoticeReplyRowDto,
    CrossInflowRowDto,
    MemeFlowRowDto,
    RoundSummaryRowDto,
    ModerationDecisionRowDto,
    AppealRowDto,
    EndConditionRowDto,
    ExperimentRunRowDto,
  ],
  contextMember: 'bundle',
  schemaExamples: SCHEMA_EXAMPLES,
  operations: OPERATIONS,
  pathParameters: {
    kind: { description: 'What kind of thing it is.', examples: ['board'] },
    item_id: {
      description: 'Its id; GET /packs/{kind} lists those of a kind.',
      examples: ['B01'],
    },
    experiment_id: {
      description: 'The `experiment_id` of the experiment.',
      examples: ['exp-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e0f'],
    },
    baseline_id: {
      description: 'The `experiment_id` of the experiment to compare with.',
      examples: ['exp-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e10'],
    },
    other_id: {
      description: 'The `run_id` of the run to compare with.',
      examples: ['run-019b3f4e-7c1a-7d2b-9e3f-5a6b7c8d9e10'],
    },
  },
  problemMembers: SimulationProblemDto,
};
