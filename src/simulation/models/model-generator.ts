import type { GeneratedComment, GenerationRequest, TextGenerator } from '../generation/text-generator.js';
import { commentOf } from './comment-answer.js';
import { commentData } from './comment-prompt.js';
import type { ModelCalls } from './model-calls.js';

/** Seeds are whole numbers of 31 bits: every endpoint takes these. */
const SEEDS = 2 ** 31 - 1;

/** Lets the language model write comments. */
export class ModelGenerator implements TextGenerator {
  /** @param instructions what the model is told of every comment */
  constructor(
    private readonly calls: ModelCalls,
    private readonly instructions: string,
  ) {}

  async generate(request: GenerationRequest): Promise<GeneratedComment> {
    const { runId, round, speaker, generationAttempt, isRepeated, random, signal } = request;
    const data = commentData(request, this.instructions, this.calls.options.maxInputTokens);
    const prompt = {
      system: this.instructions,
      data,
      form: 'comment',
      seed: random.integer(0, SEEDS),
    } as const;
    const name = `${speaker.persona_id} in round ${round} (generation attempt ${generationAttempt})`;
    const completion = await this.calls.ask(prompt, {
      runId,
      name,
      isRepeated,
      signal,
      note: (call) => request.noteCall(call),
    });
    return commentOf(completion, request);
  }
}
