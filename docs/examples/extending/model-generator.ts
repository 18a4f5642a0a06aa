import type { GeneratedComment, GenerationRequest, TextGenerator } from 'project-dream';

/** Lets a language model behind an HTTP endpoint write the comments. */
export class ModelGenerator implements TextGenerator {
  constructor(private readonly url: string) {}

  async generate(request: GenerationRequest): Promise<GeneratedComment> {
    const { random, signal } = request;
    const seed = random.integer(0, 2 ** 31 - 1); // the same in every attempt of the stage
    const body = JSON.stringify({ prompt: promptOf(request), seed, temperature: 0 });
    const response = await fetch(this.url, { method: 'POST', body, signal });
    if (!response.ok) throw new Error(`The model answered ${response.status}.`);
    const { text, claim } = JSON.parse(await response.text()) as Partial<GeneratedComment>;
    if (!text || !claim) throw new Error('The model gave no text or no claim.');
    return { text, claim };
  }
}

function promptOf({
  speaker,
  community,
  seed,
  intent,
  evidence,
  reply,
  avoid,
  violations,
}: GenerationRequest): string {
  const lines = [
    `You are ${speaker.name} of ${community.name}. Write one comment about: ${seed.title}. ${seed.summary}`,
    `What you want with it: ${intent}.`,
    evidence && `Cite: ${evidence.text}`,
    reply && `Answer ${reply.name}, who said: ${reply.claim} You ${reply.stance}.`,
    avoid.length > 0 && `Do not use: ${avoid.join(', ')}.`,
    ...violations.map(({ message }) => `Your last text was refused: ${message}`),
    'Answer with {"text": the comment, "claim": what it says, in one sentence}.',
  ];
  return lines.filter(Boolean).join('\n');
}
