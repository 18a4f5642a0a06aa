import { AttributesOfRuns1795824000000 } from './migrations/1795824000000-attributes-of-runs.js';
import { CreateRuns1795305600000 } from './migrations/1795305600000-create-runs.js';
import { DateLeases1795651200000 } from './migrations/1795651200000-date-leases.js';
import { FindRuns1795478400000 } from './migrations/1795478400000-find-runs.js';
import { LeaseRuns1795392000000 } from './migrations/1795392000000-lease-runs.js';
import { ListDamagedRuns1795564800000 } from './migrations/1795564800000-list-damaged-runs.js';
import { RecordAnswers1796169600000 } from './migrations/1796169600000-record-answers.js';
import { ShareSlots1796256000000 } from './migrations/1796256000000-share-slots.js';
import { TitleRuns1795737600000 } from './migrations/1795737600000-title-runs.js';

/** Every migration, oldest first. */
export const MIGRATIONS = [
  CreateRuns1795305600000,
  LeaseRuns1795392000000,
  FindRuns1795478400000,
  ListDamagedRuns1795564800000,
  DateLeases1795651200000,
  TitleRuns1795737600000,
  AttributesOfRuns1795824000000,
  RecordAnswers1796169600000,
  ShareSlots1796256000000,
];
