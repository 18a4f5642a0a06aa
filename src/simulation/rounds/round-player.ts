import { Injectable, Logger } from '@nestjs/common';
import { accountTypeOf, castRound } from '../casting/cast.policy.js';
import { turnout } from '../casting/turnout.policy.js';
import { isAtLeast, type PersonaMemory } from '../domain/thread-state.js';
import { REPLY_WINDOW } from '../generation/comment-plan.js';
import type { Speaker } from '../packs/world.js';
import { severityOf } from '../policy/transition.policy.js';
import { GenerationFailedError } from '../simulation.errors.js';
import { receive, type Reception } from './audience.js';
import { CommentWriter, type WrittenComment } from './comment-writer.js';
import { moderate } from './moderator.js';
import { startCount, type RoundCount } from './round-count.js';
import { endRound } from './round-end.js';
import type { RoundSetting } from './round-setting.js';

const NO_MEMORY: Readonly<PersonaMemory> = {
  comments: 0,
  upvotes: 0,
  reports: 0,
  last_intent: null,
  mood: 'none',
};
const UNHEARD = { views: 0, reports: 0, upvotes: 0, score: 0, score_parts: {} } as const;

/** Plays one round: each persona of the cast speaks once, and the thread takes the consequences. */
@Injectable()
export class RoundPlayer {
  private readonly logger = new Logger(RoundPlayer.name);

  constructor(private readonly writer: CommentWriter) {}

  /** @throws GenerationFailedError when no persona of the round could be given a text */
  async play(setting: RoundSetting, round: number): Promise<void> {
    const { loop, world, community, board, random } = setting;
    const count = startCount(round);
    const arrivals = loop.inflow?.arrivals ?? [];
    const pool = { world, communityId: community.id, boardId: board.id, arrivals };
    const present = turnout({ round, status: loop.status, bestScore: loop.best_score, heat: loop.meme.heat });
    const cast = castRound(pool, round, present, random);
    let lastError: unknown;
    for (const speaker of cast) {
      if (isAtLeast(loop.status, 'locked')) break;
      const comment = await this.writer.write(setting, round, speaker).catch((error: unknown) => {
        setting.signal.throwIfAborted();
        this.leaveOut(setting, count, speaker, error);
        lastError = error;
        return null;
      });
      if (comment) speak(setting, count, cast, comment);
    }
    if (cast.length > 0 && count.failures === cast.length) throw new GenerationFailedError(round, lastError);
    endRound(setting, count, cast.length);
  }

  /** A persona whose text cannot be made says nothing this round; the others go on. */
  private leaveOut(setting: RoundSetting, count: RoundCount, speaker: Speaker, error: unknown): void {
    const { round } = count;
    count.failures += 1;
    this.logger.warn({
      msg: 'A persona could not be given a text',
      round,
      persona_id: speaker.id,
      err: error,
    });
    setting.emit({
      ...roundRow(setting, round, speaker),
      account_type: accountTypeOf(speaker.id, setting.random),
      text: '',
      claim: '',
      evidence: null,
      intent: null,
      status: setting.loop.status,
      ...UNHEARD,
      register_profile_id: null,
      register_rule_id: null,
      reply_to: null,
      withheld: true,
    });
  }
}

function speak(
  setting: RoundSetting,
  count: RoundCount,
  cast: readonly Speaker[],
  comment: WrittenComment,
): void {
  const { loop } = setting;
  const { speaker, withheld } = comment;
  if (comment.unsafe) count.unsafe += 1;
  loop.severity = Math.max(loop.severity, severityOf(count.unsafe));
  const received = receive(setting, count.round, comment, cast);
  const reception: Reception = withheld ? { ...UNHEARD, account: received.account } : received;
  const { account, ...counts } = reception;
  setting.emit({
    ...roundRow(setting, count.round, speaker),
    account_type: account,
    text: comment.text,
    claim: comment.claim,
    evidence: comment.evidence,
    intent: comment.intent,
    status: loop.status,
    ...counts,
    register_profile_id: comment.voice.profile?.id ?? null,
    register_rule_id: comment.voice.rule_id,
    reply_to: comment.reply && { persona_id: comment.reply.persona_id, stance: comment.reply.stance },
    withheld,
  });
  if (!withheld) takeIn(setting, count, comment, reception);
  moderate(setting, count, reception);
}

/** What every `round` row says of its speaker. */
function roundRow({ loop }: RoundSetting, round: number, { id, name, community }: Speaker) {
  return {
    type: 'round',
    round,
    persona_id: id,
    persona_name: name,
    community_id: community.id,
    community_name: community.name,
    evidence_hours_left: loop.evidence_hours_left,
    memory_before: loop.memory[id] ?? NO_MEMORY,
  };
}

/** Lets the thread, and the persona, remember a comment and how it was received. */
function takeIn(
  setting: RoundSetting,
  count: RoundCount,
  { speaker, text, intent, claim }: WrittenComment,
  { views, reports, upvotes, score, account }: Reception,
): void {
  const { loop } = setting;
  const memory = loop.memory[speaker.id] ?? NO_MEMORY;
  setting.remember(text);
  loop.views += views;
  loop.reports += reports;
  loop.upvotes += upvotes;
  loop.comments += 1;
  loop.author ??= { persona_id: speaker.id, account_type: account };
  loop.recent = [...loop.recent, { persona_id: speaker.id, name: speaker.name, intent, claim }].slice(
    -REPLY_WINDOW,
  );
  loop.memory[speaker.id] = {
    comments: memory.comments + 1,
    upvotes: memory.upvotes + upvotes,
    reports: memory.reports + reports,
    last_intent: intent,
    mood: reports > upvotes ? 'reported' : upvotes > reports ? 'upvoted' : 'none',
  };
  count.comments += 1;
  count.reports += reports;
  count.upvotes += upvotes;
  count.maxScore = Math.max(count.maxScore, score);
}
