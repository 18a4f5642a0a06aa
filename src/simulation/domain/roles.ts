/** Roles that rules of the boards play. Worlds that name their rules differently are tuned here. */
export const RULES = {
  privacy: 'RULE-PLZ-SAFE-01',
  taboo: 'RULE-PLZ-SAFE-02',
  forbiddenTerm: 'RULE-PLZ-SAFE-03',
  similarity: 'RULE-PLZ-SIM-01',
  evidence: 'RULE-PLZ-LORE-01',
  consistency: 'RULE-PLZ-LORE-02',
  hide: 'RULE-PLZ-MOD-01',
  lock: 'RULE-PLZ-MOD-02',
  ghost: 'RULE-PLZ-MOD-03',
  sanction: 'RULE-PLZ-SAN-01',
  appealAccepted: 'RULE-PLZ-SAN-02',
  appealRejected: 'RULE-PLZ-SAN-03',
} as const;

/** What a flow without escalation rules of its own does. */
export const DEFAULT_ESCALATION = [
  { reports: 8, action: 'FLOW_ESCALATE_REVIEW', rule: RULES.hide },
  { reports: 16, action: 'FLOW_ESCALATE_LOCK_HINT', rule: RULES.lock },
] as const;
