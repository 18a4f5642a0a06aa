import { Injectable, Logger } from '@nestjs/common';
import { castRound } from '../casting/cast.policy.js';
import { turnout } from '../casting/turnout.policy.js';
import { interventionKindOf } from '../domain/intervention.js';
import { isAtLeast, type PersonaMemory } from '../domain/thread-state.js';
import type { Speaker } from '../packs/world.js';
import { addReasons } from '../policy/reaction.policy.js';
import { severityOf } from '../policy/transition.policy.js';
import { GenerationFailedError } from '../simulation.errors.js';
import { owesAnswer, rememberComment, shownPosition } from './argument.js';
import { receive, type Reception } from './audience.js';
import { AttemptEndedError, CommentWriter, type WrittenComment } from './comment-writer.js';
import { intervene } from './interventions.js';
import { moderate } from './moderator.js';
import { countNews } from './news.js';
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
const UNHEARD = { views: 0, reports: 0, report_reasons: {}, upvotes: 0, score: 0, score_parts: {} } as const;

/** What a persona has said, and how it was received; without an intent, nothing. */
interface Said extends Omit<
  WrittenComment,
  'intent' | 'act' | 'position' | 'thing' | 'unredacted' | 'unsafe' | 'codes'
> {
  readonly intent: WrittenComment['intent'] | null;
  readonly act: WrittenComment['act'] | null;
  readonly position: WrittenComment['position'] | null;
  readonly reception: Reception;
}

/** Plays one round: each persona of the cast speaks once, and the thread takes the consequences. */
@Injectable()
export class RoundPlayer {
  private readonly logger = new Logger(RoundPlayer.name);

  constructor(private readonly writer: CommentWriter) {}

  /**
   * @throws GenerationFailedError when no persona of the round could be given a text; what the generator has thrown when that
   *   ends the attempt
   */
  async play(setting: RoundSetting, round: number): Promise<void> {
    setting.enter(round);
    const { loop, world, community, board, random } = setting;
    const count = startCount(round);
    intervene(setting, count);
    const arrivals = loop.inflow?.arrivals ?? [];
    const pool = { world, communityId: community.id, boardId: board.id, arrivals };
    const present = turnout({
      round,
      status: loop.status,
      bestScore: loop.best_score,
      heat: loop.meme.heat,
      hasNews: loop.news?.some((news) => news.round === round) ?? false,
    });
    const owes = (personaId: string) => loop.status === 'visible' && owesAnswer(loop, personaId);
    const isOpen = !isAtLeast(loop.status, 'locked');
    const cast = isOpen ? castRound(pool, round, present, random, owes) : [];
    let lastError: unknown;
    for (const speaker of cast) {
      if (isAtLeast(loop.status, 'locked')) break;
      let comment: WrittenComment | null = null;
      try {
        comment = await this.writer.write(setting, round, speaker);
      } catch (error) {
        setting.signal.throwIfAborted();
        if (error instanceof AttemptEndedError) throw error.reason;
        this.leaveOut(setting, count, speaker, error);
        lastError = error;
      }
      if (comment) speak(setting, count, cast, comment);
    }
    if (cast.length > 0 && count.failures === cast.length) throw new GenerationFailedError(round, lastError);
    endRound(setting, count, cast);
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
    const nothing: Said = {
      speaker,
      text: '',
      claim: '',
      evidence: null,
      intent: null,
      act: null,
      position: null,
      suspicion: null,
      news: [],
      voice: { profile: null, rule_id: null },
      reply: null,
      withheld: true,
      reception: { account: setting.accountOf(speaker.id), ...UNHEARD },
    };
    setting.emit(roundRow(setting, round, nothing));
  }
}

function speak(
  setting: RoundSetting,
  count: RoundCount,
  cast: readonly Speaker[],
  comment: WrittenComment,
): void {
  const { loop } = setting;
  const { speaker, text, claim, evidence, intent, act, position, suspicion, news, voice, reply, withheld } =
    comment;
  if (comment.unsafe) count.unsafe += 1;
  loop.severity = Math.max(loop.severity, severityOf(count.unsafe));
  const received = receive(setting, count.round, comment, cast);
  const reception: Reception = withheld ? { account: received.account, ...UNHEARD } : received;
  const said = {
    speaker,
    text,
    claim,
    evidence,
    intent,
    act,
    position,
    suspicion,
    news,
    voice,
    reply,
    withheld,
    reception,
  };
  const seq = setting.emit(roundRow(setting, count.round, said));
  if (!withheld) takeIn(setting, count, comment, reception, seq);
  moderate(setting, count, { comment, account: reception.account, cast });
}

/** A `round` row, written out field by field: to spread other objects in it would cost several times as much. */
function roundRow({ loop }: RoundSetting, round: number, said: Said) {
  const { speaker, reception, voice, reply, position, suspicion, news } = said;
  const row = {
    type: 'round',
    round,
    persona_id: speaker.id,
    persona_name: speaker.name,
    community_id: speaker.community.id,
    community_name: speaker.community.name,
    evidence_hours_left: loop.evidence_hours_left,
    memory_before: loop.memory[speaker.id] ?? NO_MEMORY,
    account_type: reception.account,
    text: said.text,
    claim: said.claim,
    evidence: said.evidence,
    intent: said.intent,
    act: said.act,
    position: position && shownPosition(position),
    status: loop.status,
    views: reception.views,
    reports: reception.reports,
    report_reasons: reception.report_reasons,
    upvotes: reception.upvotes,
    score: reception.score,
    score_parts: reception.score_parts,
    register_profile_id: voice.profile?.id ?? null,
    register_rule_id: voice.rule_id,
    reply_to: reply && {
      persona_id: reply.persona_id,
      stance: reply.stance,
      seq: reply.seq,
      act: reply.act,
      owed: reply.owed,
    },
    near_hidden_fact: suspicion?.index ?? null,
    withheld: said.withheld,
  };
  if (news.length === 0) return row;
  return { ...row, takes_up: news.map(({ seq, kind }) => ({ seq, kind: interventionKindOf(kind) })) };
}

/** Lets the thread, and the persona, remember a comment and how it was received. */
function takeIn(
  setting: RoundSetting,
  count: RoundCount,
  { speaker, text, intent, claim, act, position, evidence, thing, reply, suspicion, news }: WrittenComment,
  { views, reports, report_reasons, upvotes, score, account }: Reception,
  seq: number,
): void {
  const { loop } = setting;
  const near = (loop.near ??= {});
  if (suspicion) near[suspicion.index] = (near[suspicion.index] ?? 0) + 1;
  const memory = loop.memory[speaker.id] ?? NO_MEMORY;
  setting.remember(text, speaker.name);
  loop.views += views;
  loop.reports += reports;
  addReasons((loop.report_reasons ??= {}), report_reasons);
  loop.upvotes += upvotes;
  loop.comments += 1;
  loop.author ??= { persona_id: speaker.id, account_type: account };
  const spoken = {
    persona_id: speaker.id,
    name: speaker.name,
    intent,
    claim,
    seq,
    act,
    stance: position.stance,
    fact_id: setting.incident.factOf(evidence?.id) ? (evidence?.id ?? null) : null,
    thing,
    about: position.about,
    to: reply?.persona_id ?? null,
  };
  rememberComment(loop, spoken, reply);
  countNews(loop, news);
  loop.memory[speaker.id] = {
    comments: memory.comments + 1,
    upvotes: memory.upvotes + upvotes,
    reports: memory.reports + reports,
    last_intent: intent,
    mood: reports > upvotes ? 'reported' : upvotes > reports ? 'upvoted' : 'none',
  };
  count.comments += 1;
  count.reports += reports;
  addReasons(count.reportReasons, report_reasons);
  count.upvotes += upvotes;
  count.maxScore = Math.max(count.maxScore, score);
}
