import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { simulated, type EndedRun } from '../support/model-runs.js';
import { ModelServer } from '../support/model-server.js';
import type { AnsweredRow } from '../support/run-logs.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

interface Answer {
  readonly persona_id: string;
  readonly name: string;
  readonly answer: string;
  readonly seqs: readonly number[];
  readonly written_by: string;
}

const SECRET = 'The quartermaster pawned a zeppelin';

/** A run in which a hidden fact comes out in its last round. */
async function revealing(service: RunningApp): Promise<EndedRun> {
  const seed = { ...(await exampleSeed()), hidden_facts: [SECRET] };
  const interventions = [{ round: 3, kind: 'reveal', hidden_fact: 0 }];
  return simulated(service, { seed, rounds: 3, interventions });
}

const commentsOf = ({ rows }: EndedRun) =>
  rows.filter(({ type, withheld }) => type === 'round' && withheld !== true);

/** Somebody whose last comment came before the hidden fact did, and somebody whose did not. */
function speakers(run: EndedRun): { readonly early: AnsweredRow; readonly late: AnsweredRow } {
  const reveal = run.rows.find(({ type }) => type === 'intervention')?.seq ?? 0;
  const last = new Map(commentsOf(run).map((row) => [row['persona_id'], row]));
  const early = [...last.values()].find(({ seq }) => seq < reveal);
  const late = [...last.values()].find(({ seq }) => seq > reveal);
  if (!early || !late) throw new Error('Everybody spoke before it, or nobody.');
  return { early, late };
}

async function asked(
  service: RunningApp,
  run: EndedRun,
  persona: unknown,
  question: string,
): Promise<Answer> {
  const body = { persona_id: persona, question };
  return (await service.post(`/runs/${run.run.run_id}/interviews`, body).expect(200)).body as Answer;
}

describe('an interview with the phrase book', () => {
  let service: RunningApp;
  let run: EndedRun;

  beforeAll(async () => {
    service = await startApp();
    run = await revealing(service);
  });

  afterAll(() => service.stop());

  it('is answered by sentences of the log, with the rows that hold them', async () => {
    const { late } = speakers(run);
    const answer = await asked(
      service,
      run,
      late['persona_id'],
      'What do you say about the manifest and the crate?',
    );
    expect(answer).toMatchObject({ name: late['persona_name'], written_by: 'phrases' });
    expect(answer.answer).not.toBe('');
    expect(answer.seqs.length).toBeGreaterThan(0);
    const texts = run.rows.filter(({ seq }) => answer.seqs.includes(seq)).map(({ text }) => String(text));
    expect(texts.some((text) => answer.answer.includes(text.slice(0, 12)))).toBe(true);
    expect(
      await asked(service, run, late['persona_id'], 'What do you say about the manifest and the crate?'),
    ).toEqual(answer);
  });

  it('never rests on what came after the persona had spoken, so that no hidden fact is told', async () => {
    const { early, late } = speakers(run);
    const question = 'What about the quartermaster and the zeppelin that was pawned?';
    const ignorant = await asked(service, run, early['persona_id'], question);
    expect(ignorant.answer).not.toContain('zeppelin');
    expect(Math.max(...ignorant.seqs)).toBeLessThanOrEqual(early.seq);
    expect((await asked(service, run, late['persona_id'], question)).answer).toContain('zeppelin');
  });

  it('is refused for a persona that has said nothing, and for a run that is none', async () => {
    const body = { persona_id: 'P99', question: 'Who?' };
    const { body: problem } = await service.post(`/runs/${run.run.run_id}/interviews`, body).expect(404);
    expect(problem).toMatchObject({ error: 'persona_not_found', persona_id: 'P99' });
    await service.post('/runs/run-none/interviews', body).expect(404);
    await service.post(`/runs/${run.run.run_id}/interviews`, { persona_id: 'P01' }).expect(400);
    await service.post(`/runs/${run.run.run_id}/interviews`, { ...body, question: '' }).expect(400);
  });
});

const says = (answer: object) => () => ({ kind: 'answer', content: JSON.stringify(answer) }) as const;

describe('an interview with a model', () => {
  let server: ModelServer;
  let service: RunningApp;
  let run: EndedRun;

  beforeAll(async () => {
    server = await ModelServer.start();
    service = await startApp({ ...server.env, MODEL_TIMEOUT_MS: '300' });
    run = await revealing(service);
  });

  afterAll(async () => {
    await service.stop();
    await server.stop();
  });

  afterEach(() => {
    server.reply = () => ({ kind: 'answer' });
    server.forget();
  });

  it('is answered by it, from what the persona has seen', async () => {
    const { early } = speakers(run);
    server.reply = says({ answer: 'I counted twice.', seqs: [early.seq, 99_999] });
    const answer = await asked(service, run, early['persona_id'], 'How often did you count?');
    expect(answer).toMatchObject({ answer: 'I counted twice.', seqs: [early.seq], written_by: 'model' });
    const call = server.calls.at(-1);
    expect(call?.data).toMatchObject({ question: 'How often did you count?', task: 'interview' });
    expect(JSON.stringify(call?.body)).not.toMatch(/zeppelin|quartermaster/);
    const rows = call?.data['rows'] as { seq: number }[] | undefined;
    expect(rows?.at(-1)?.seq).toBe(early.seq);
  });

  it('is asked for once: the same question has the recorded answer', async () => {
    const { late } = speakers(run);
    server.reply = says({ answer: 'Once.', seqs: [] });
    const first = await asked(service, run, late['persona_id'], 'And then?');
    server.forget();
    expect(await asked(service, run, late['persona_id'], 'And then?')).toEqual(first);
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['speaks of a hidden fact', { answer: 'They pawned a zeppelin!', seqs: [] }],
    ['tells a telephone number', { answer: 'Call 202-555-0143.', seqs: [] }],
    ['is no answer', { text: 'x' }],
  ])('is made of the log when what the model says %s', async (_, said) => {
    const { early } = speakers(run);
    server.reply = says(said);
    const answer = await asked(
      service,
      run,
      early['persona_id'],
      `What else? ${JSON.stringify(said).length}`,
    );
    expect(answer.written_by).toBe('phrases');
    expect(answer.answer).not.toMatch(/zeppelin|0143/);
    expect(server.calls).toHaveLength(2);
  });

  it('is a problem when the endpoint fails', async () => {
    const { early } = speakers(run);
    server.reply = () => ({ kind: 'status', status: 500 });
    const body = { persona_id: early['persona_id'], question: 'Are you there?' };
    const { body: problem } = await service.post(`/runs/${run.run.run_id}/interviews`, body).expect(503);
    expect(problem).toMatchObject({ error: 'model_unavailable' });
    expect(JSON.stringify(problem)).not.toContain('sk-secret');
  });
});
