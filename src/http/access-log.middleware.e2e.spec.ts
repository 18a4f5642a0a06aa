import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setCaller } from '../common/index.js';
import { accessLog } from './access-log.middleware.js';
import { noteRun } from '../problems/index.js';

const RUN = 'run-00000000-0000-7000-8000-000000000000';

describe('the access log', () => {
  let lines: Record<string, unknown>[];
  let server: Server;
  let application: Express;
  let written: () => void;

  beforeEach(async () => {
    lines = [];
    const write = (line: string) => {
      lines.push(JSON.parse(line) as Record<string, unknown>);
      written();
    };
    written = () => undefined;
    application = express();
    application.use(accessLog(pino({ level: 'info' }, { write })));
    server = createServer(application).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

  /** The one line of a request. */
  async function lineOf(path: string): Promise<Record<string, unknown> | undefined> {
    const next = new Promise<void>((resolve) => (written = resolve));
    await (await fetch(url(path))).text();
    await next;
    expect(lines).toHaveLength(1);
    return lines[0];
  }

  it('has the recorded token and run of a request', async () => {
    application.get('/a', (request, response) => {
      setCaller(request, { name: 'ci', scope: 'read' });
      noteRun(request, RUN);
      response.end();
    });
    expect(await lineOf('/a')).toMatchObject({ method: 'GET', route: '/a', token: 'ci', run_id: RUN });
  });

  it('has the created run rather than the one in the path', async () => {
    const made = RUN.replace('0000', '1111');
    application.get('/runs/:run_id', (_, response) => void response.location(`/runs/${made}`).end());
    expect(await lineOf(`/runs/${RUN}`)).toMatchObject({ route: '/runs/:run_id', run_id: made });
  });

  it('does not have text of the caller as a run id', async () => {
    application.get('/runs/:run_id', (_, response) => void response.end());
    expect(await lineOf('/runs/run-hunter2?x=hunter2')).not.toHaveProperty('run_id');
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('marks a request whose client disconnected before the response', async () => {
    const client = new AbortController();
    application.get('/slow', (_, response) => {
      response.write('half');
      client.abort();
    });
    const next = new Promise<void>((resolve) => (written = resolve));
    await expect(
      fetch(url('/slow'), { signal: client.signal }).then((answer) => answer.text()),
    ).rejects.toThrow('aborted');
    await next;
    expect(lines).toEqual([expect.objectContaining({ route: '/slow', aborted: true })]);
  });
});
