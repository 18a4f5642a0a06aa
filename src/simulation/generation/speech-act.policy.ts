import type { RandomStream } from '../../common/index.js';
import type { Intent } from '../domain/intent.js';
import type { PositionStance } from '../domain/position.js';
import { SPEECH_ACTS, type SpeechAct } from '../domain/speech-act.js';

/** What somebody who wants something does, in weights. */
const BY_INTENT: Readonly<Record<Intent, Readonly<Record<SpeechAct, number>>>> = {
  alert: { claim: 3, question: 1, proposal: 2, accusation: 3, joke: 0 },
  evidence: { claim: 4, question: 3, proposal: 0.5, accusation: 1, joke: 0 },
  mediate: { claim: 2, question: 2, proposal: 4, accusation: 0, joke: 0 },
  safety: { claim: 3, question: 1.5, proposal: 3, accusation: 0.3, joke: 0 },
  hype: { claim: 2, question: 1, proposal: 0.5, accusation: 1, joke: 4 },
};
/** How a position shifts them: who sees nothing to answer for accuses nobody. */
const BY_STANCE: Readonly<Record<PositionStance, Readonly<Partial<Record<SpeechAct, number>>>>> = {
  for: {},
  against: { accusation: 0 },
  undecided: { accusation: 0.2, question: 2 },
};

/** What a comment does. */
export function chooseAct(intent: Intent, stance: PositionStance, random: RandomStream): SpeechAct {
  const weights = SPEECH_ACTS.map((act) => BY_INTENT[intent][act] * (BY_STANCE[stance][act] ?? 1));
  let rest = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  return SPEECH_ACTS[weights.findIndex((weight) => (rest -= weight) < 0)] ?? 'claim';
}
