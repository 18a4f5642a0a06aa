export { SimulationModule } from './simulation.module.js';
export { type SimulationOptions } from './simulation.options.js';
export { examinePacks } from './packs/examine-packs.js';
export type { ModelOptions } from './models/model.options.js';
export { WorldStore } from './packs/world.store.js';
export { SimulationInputDto } from './dto/simulation-input.dto.js';
export {
  CanonGateFailedError,
  EmptyBoardError,
  UnknownBoardError,
  UnknownPacksError,
  UnknownZoneError,
} from './simulation.errors.js';
export { SIMULATION, type SimulationRequest } from './simulation.pipeline.js';
export {
  CommentGate,
  type CommentGateHandler,
  type GateSituation,
  type GatedComment,
  type Violation,
} from './gates/comment-gate.js';
export {
  TEXT_GENERATOR,
  type GeneratedComment,
  type GenerationRequest,
  type ModelCall,
  type TextGenerator,
  type ThreadLine,
} from './generation/text-generator.js';
export { TextUnfitError, type EndsAttempt } from './generation/generation.errors.js';
export { PhraseGenerator } from './generation/phrase-generator.js';
export { buildReport, type ReportRows } from './report/build-report.js';
export { transcriptMarkdown } from './transcript/transcript-markdown.js';
export { transcriptHtml } from './transcript/transcript-html.js';
export type { TranscriptAbout } from './transcript/transcript.js';
export { reportMarkdown } from './report/report-markdown.js';
export type { Report } from './report/report.js';
export type { ReportRow } from './report/row-fields.js';
export { ContextRowDto } from './dto/rows/context-row.dto.js';
export {
  ActionRowDto,
  CrossInflowRowDto,
  GateRowDto,
  MemeFlowRowDto,
  PositionChangeRowDto,
  RoundRowDto,
  RoundSummaryRowDto,
} from './dto/rows/round-rows.dto.js';
export { ModelCallRowDto } from './dto/rows/model-call-row.dto.js';
export { InterventionRowDto } from './dto/rows/intervention-row.dto.js';
export {
  EndConditionRowDto,
  ModerationDecisionRowDto,
  ThreadCandidateRowDto,
  ThreadSelectedRowDto,
} from './dto/rows/thread-rows.dto.js';
