import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AppModule, CommentGate, type CommentGateHandler } from '../../src/index.js';
import type { ReportDto } from '../../src/simulation/dto/report.dto.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeeds } from '../support/seeds.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';

const PUBLIC_URL = 'https://dream.example';
/** What a report leads to when its reader may know which comments came near hidden facts. */
const NEAR = '## Near the hidden facts';

let service: RunningApp;
let runId: string;
let hiddenFacts: readonly string[];

/** A run with comments near a hidden fact, and with that fact as the incident's own words have it. */
async function startRun(): Promise<void> {
  for (const [, seed] of await exampleSeeds()) {
    for (const random_seed of ['1', '2', '3', '4']) {
      const answer = await service
        .post('/simulate', { seed, rounds: 5, random_seed })
        .set('Authorization', bearer(TOKENS.run))
        .expect(200);
      runId = answer.body.run_id as string;
      hiddenFacts = seed.hidden_facts;
      const report = (await read('report', TOKENS.read)).body as ReportDto;
      if (report.near_hidden_facts.length > 0) return;
    }
  }
  throw new Error('No simulation came near a hidden fact.');
}

const read = (what: string, token: string, accept = 'application/json') =>
  service.get(`/runs/${runId}${what && `/${what}`}`).set({ Authorization: bearer(token), Accept: accept });

/** Asks for the address of a link, as somebody does who has nothing else. */
const follow = (url: string, headers: Record<string, string> = {}) =>
  service.get(url.replace(PUBLIC_URL, '')).set(headers);

const near = (answer: request.Response) => (answer.body as ReportDto).near_hidden_facts;

const post = (id: string, token: string, body: object) =>
  service.post(`/runs/${id}/links`, body).set('Authorization', bearer(token));

async function link(body: object = {}): Promise<string> {
  const answer = await service
    .post(`/runs/${runId}/links`, body)
    .set('Authorization', bearer(TOKENS.run))
    .expect(201);
  return answer.body.url as string;
}

beforeAll(async () => {
  service = await startApp({ API_TOKENS, PUBLIC_URL, LINK_SECRET: 's'.repeat(32) });
  await startRun();
});

afterAll(() => service.stop());

@CommentGate({ name: 'no_questions', withholds: true })
class NoQuestions implements CommentGateHandler {
  check({ text }: { text: string }) {
    if (!text.includes('?')) return [];
    return [{ rule_id: 'TEAM-01', code: 'ASKED', message: 'It asks.', severity: 'high' as const }];
  }
}

@Module({ imports: [AppModule], providers: [NoQuestions] })
class WithholdingModule {}

const READABLE: readonly (readonly [string, string])[] = [
  ['', 'application/json'],
  ['report', 'application/json'],
  ['report', 'text/markdown'],
  ['transcript', 'text/markdown'],
  ['transcript', 'text/html'],
  ['thread', 'application/json'],
  ['thread', 'text/csv'],
  ['rounds', 'application/json'],
  ['graph', 'application/json'],
  ['graph', 'application/graphml+xml'],
];

describe('a token of scope report', () => {
  it.each(READABLE)('reads /%s as %s, and nothing hidden in it', async (what, accept) => {
    const { status, text, body } = await read(what, TOKENS.report, accept);
    const told = text ?? String(body);
    expect(status).toBe(200);
    for (const fact of hiddenFacts) expect(told).not.toContain(fact);
    expect(told).not.toContain(NEAR);
  });

  it('reads lists and the newest run, without what runs were asked for', async () => {
    for (const path of ['/runs', '/runs/latest']) {
      const { status, body } = await service.get(path).set('Authorization', bearer(TOKENS.report));
      expect([status, body.request ?? null]).toEqual([200, null]);
    }
    const [own, whole] = await Promise.all([read('', TOKENS.report), read('', TOKENS.read)]);
    expect([own.body.request, whole.body.request]).toEqual([null, expect.anything()]);
  });

  it.each([
    '/runs/RUN/runlog',
    '/runs/RUN/events',
    '/runs/RUN/diff/RUN',
    '/experiments',
    '/packs',
    '/stages',
  ])('does not read %s', async (path) => {
    const asked = service.get(path.replaceAll('RUN', runId)).set('Authorization', bearer(TOKENS.report));
    const { status, body } = await asked;
    expect(status).toBe(403);
    expect(body.message).toContain('scope read');
  });

  it('learns from no report which comments came near hidden facts, as others do', async () => {
    const [own, whole] = await Promise.all([read('report', TOKENS.report), read('report', TOKENS.read)]);
    expect([near(own), near(whole).length > 0]).toEqual([[], true]);
    expect((await read('report', TOKENS.read, 'text/markdown')).text).toContain(NEAR);
  });

  it('reads the open paths', async () => {
    expect((await service.get('/health').set('Authorization', bearer(TOKENS.report))).status).toBe(200);
  });
});

describe('a link to a view of a run', () => {
  it.each(['report', 'transcript', 'thread'])('opens the %s for who has no token', async (what) => {
    const url = await link({ what });
    expect(url).toMatch(`${PUBLIC_URL}/runs/${runId}/${what}?link=`);
    const { status, headers, text } = await follow(url);
    expect([status, headers['cache-control'], headers['referrer-policy']]).toEqual([
      200,
      'no-store',
      'no-referrer',
    ]);
    for (const fact of hiddenFacts) expect(text).not.toContain(fact);
  });

  it('opens the report unless another view is asked for, for a week, without its hidden trails', async () => {
    const answer = await service
      .post(`/runs/${runId}/links`, {})
      .set('Authorization', bearer(TOKENS.admin))
      .expect(201);
    const days = (Date.parse(answer.body.expires_at as string) - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 2);
    expect(((await follow(answer.body.url as string)).body as ReportDto).near_hidden_facts).toEqual([]);
  });

  it('may be followed from a page of another site, and takes other parameters', async () => {
    const url = await link({ what: 'thread' });
    const headers = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' };
    expect((await follow(url, headers)).status).toBe(200);
    const csv = await follow(`${url}&bom=true`, { Accept: 'text/csv' });
    expect(csv.text.charCodeAt(0)).toBe(0xfeff);
  });

  it('opens no other run, view, route or method', async () => {
    const [, signed = ''] = (await link()).split('?');
    const other = await service
      .post('/simulate', { seed: (await exampleSeeds())[0]?.[1], rounds: 1 })
      .set('Authorization', bearer(TOKENS.run));
    const paths = [`/runs/${other.body.run_id}/report`, `/runs/${runId}/transcript`, `/runs/${runId}/thread`];
    const routes = [`/runs/${runId}`, `/runs/${runId}/runlog`, '/runs', `/runs/${runId}/graph`, '/packs'];
    for (const path of [...paths, ...routes]) {
      expect([path, (await follow(`${path}?${signed}`)).status]).toEqual([path, 401]);
    }
    const server = service.app.getHttpServer() as Parameters<typeof request>[0];
    expect((await request(server).delete(`/runs/${runId}?${signed}`)).status).toBe(401);
    expect((await request(server).head(`/runs/${runId}/report?${signed}`)).status).toBe(200);
  });

  it('opens nothing when it is forged, doubled or cut off, and is not repeated', async () => {
    const [path = '', signed = ''] = (await link()).split('?link=');
    const [end = '', signature = ''] = signed.split('.');
    const forged = [
      `${Number(end) + 1}.${signature}`,
      `${end}.${'A'.repeat(43)}`,
      `${end}.${signature.slice(0, -1)}`,
      `${end}.${signature}=`,
      `${signed}&link=${signed}`,
      '',
    ];
    for (const value of forged) {
      const { status, body, text } = await follow(`${path}?link=${value}`);
      expect([value, status, body.error]).toEqual([value, 401, 'unauthorized']);
      expect(text).not.toContain(signature);
    }
  });

  it('is made by who may start runs, for a run that is there', async () => {
    expect((await post(runId, TOKENS.read, {})).status).toBe(403);
    expect((await post('run-x', TOKENS.run, {})).status).toBe(404);
    for (const body of [
      { what: 'runlog' },
      { expires_in_seconds: 1 },
      { expires_in_seconds: 1e9 },
      { x: 1 },
    ]) {
      expect((await post(runId, TOKENS.run, body)).status).toBe(400);
    }
  });

  it('ends with its run, and with the secret that signed it', async () => {
    const url = await link();
    const other = await startApp({ API_TOKENS, LINK_SECRET: 't'.repeat(32) });
    expect((await other.get(url.replace(PUBLIC_URL, ''))).status).toBe(401);
    await other.stop();
    await service.delete(`/runs/${runId}`).set('Authorization', bearer(TOKENS.admin)).expect(204);
    expect((await follow(url)).status).toBe(404);
  });

  it('is not made where LINK_SECRET is not set', async () => {
    const other = await startApp({ API_TOKENS });
    const answer = await other.post('/runs/run-x/links', {}).set('Authorization', bearer(TOKENS.run));
    expect([answer.status, answer.body.error]).toEqual([403, 'links_disabled']);
    await other.stop();
  });
});

describe('comments that a gate has withheld', () => {
  it('are told to who reads run logs, and to no token of scope report', async () => {
    const other = await startApp({ API_TOKENS }, WithholdingModule);
    const [, seed] = (await exampleSeeds())[0] ?? [];
    const answer = await other
      .post('/simulate', { seed, rounds: 5 })
      .set('Authorization', bearer(TOKENS.run));
    const ask = async (what: string, token: string, accept: string) => {
      const path = `/runs/${String(answer.body.run_id)}${what && `/${what}`}`;
      const { status, text, body } = await other
        .get(path)
        .set({ Authorization: bearer(token), Accept: accept });
      expect([what, status]).toEqual([what, 200]);
      return text ?? String(body);
    };
    const thread = JSON.parse(await ask('thread', TOKENS.read, 'application/json')) as {
      comments: { withheld: boolean; text: string }[];
    };
    const known = JSON.stringify(seed); // what the incident says itself may be told
    const withheld = thread.comments
      .filter((comment) => comment.withheld)
      .map(({ text }) => longestPart(text))
      .filter((part) => !known.includes(part));
    expect(withheld.length).toBeGreaterThan(2);
    for (const [what, accept] of READABLE) {
      const told = await ask(what, TOKENS.report, accept);
      for (const text of withheld) expect([what, accept, told.includes(text)]).toEqual([what, accept, false]);
    }
    await other.stop();
  });
});

/** The longest part of a text that no format writes otherwise. */
function longestPart(text: string): string {
  const parts = text.split(/[^\p{L}\p{N} ,.?]/u);
  return parts.reduce((longest, part) => (part.length > longest.length ? part : longest), '');
}
