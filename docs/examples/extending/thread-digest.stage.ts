import { StageNode, type StageContext, type StageNodeHandler } from 'project-dream';

interface DigestState {
  thread_digest?: { comments: number; speakers: number };
}

/** Sums the thread up when its rounds are over. */
@StageNode({ id: 'thread_digest', pipeline: 'simulation', after: 'round_loop', emits: ['thread_digest'] })
export class ThreadDigestStage implements StageNodeHandler<unknown, DigestState> {
  async run(context: StageContext<unknown, DigestState>): Promise<void> {
    const speakers = new Set<unknown>();
    let comments = 0;
    for await (const { persona_id, withheld } of context.rows('round')) {
      if (withheld === true) continue;
      speakers.add(persona_id);
      comments += 1;
    }
    const digest = { comments, speakers: speakers.size };
    context.emit({ type: 'thread_digest', ...digest });
    context.state.thread_digest = digest;
  }
}
