import type { RulePack } from '../packs/schema/rule.pack.js';
import { isInLatin } from './script.js';

/** What a moderator can decide without a report. */
export type DecisionKind = 'hide' | 'lock' | 'restore';
type DecisionTexts = Readonly<Record<DecisionKind, readonly string[]>>;

const DEFAULT: DecisionTexts = {
  hide: [
    'I am taking “{incident}” out of the preview. Nobody has asked me to; I have read it, and this is my decision under the rule “{rule}”.',
    'A decision of my own: “{incident}” is hidden for now. It can still be read and answered by whoever looks for it.',
    'The preview of “{incident}” is off from this comment on, until I know what I am looking at.',
  ],
  lock: [
    'I am locking “{incident}” until further notice. It can be read, and no longer answered; the rule is “{rule}”.',
    'No further comments here. “{incident}” is being looked at by people who have to decide about it.',
    'This thread is locked by my own decision. What was said about “{incident}” stays where it is.',
  ],
  restore: [
    'I have looked at “{incident}” again, and the thread is as open as I can make it. Please go on.',
    'From here on “{incident}” counts as a thread like any other; what was reported before is dealt with.',
    'I take back what stood in the way here. “{incident}” can be talked about.',
  ],
};

/** For worlds in other scripts: their own words stand side by side. */
const WORDLESS: DecisionTexts = {
  hide: ['[{rule}] “{incident}”', '“{incident}” — {rule}.'],
  lock: ['[{rule}] “{incident}”', '“{incident}” — {rule}.'],
  restore: ['[{rule}] “{incident}”', '“{incident}” — {rule}.'],
};

/** What a moderator says to a decision of its own. */
export function decisionTexts(pack: RulePack): DecisionTexts {
  return isInLatin(pack) ? DEFAULT : WORDLESS;
}
