import { RowEnvelopeDto } from '../../../orchestrator/index.js';
import type { InterventionKind, ModeratorAction } from '../../domain/intervention.js';
import type { ThreadStatus } from '../../domain/thread-state.js';
import { RedactionDto } from './context-row.dto.js';

/** Something happened to the thread from outside, before the first comment of the round. */
export class InterventionRowDto extends RowEnvelopeDto {
  type: 'intervention';
  round: number;
  kind: InterventionKind;
  /** Of `reveal`: the place of the fact in the seed's `hidden_facts`, from 0. */
  hidden_fact?: number;
  /** Of `reveal`, `fact` and `statement`: what is known or said from now on. */
  text?: string;
  /** Of the same: its id as evidence, by which comments cite it. */
  evidence_id?: string;
  /** Of the same: how good it is. */
  evidence_grade?: 'A' | 'B' | 'C';
  /** Of `statement`: who says it. */
  stakeholder?: string;
  /** Of `evidence_lost`: the hours that it would have had. */
  evidence_hours_left?: number;
  /** Of `moderate`: what the moderator does; what changes is told by `action` rows. */
  action?: ModeratorAction;
  /** Of `moderate`: the thread before that. */
  status?: ThreadStatus;
  /** What was blacked out in the text, by its place in the request. */
  redactions?: RedactionDto[];
}
