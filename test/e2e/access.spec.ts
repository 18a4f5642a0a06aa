import { Controller, Delete, Get, Module, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { AppModule, NeedsScope, type Scope } from '../../src/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';
import { API_TOKENS, TOKENS, bearer } from '../support/tokens.js';

const OPEN = /^\/$|^\/(health|docs|errors)/;
/** Routes that read what runs came to, and no hidden facts. */
const OF_REPORTS =
  /^\/access$|^\/rounds$|^\/runs(\/latest|\/x(\/(report|transcript|thread|rounds|graph))?)?$|^\/team\/digest$/;
const NEEDED: Readonly<Record<string, Scope>> = { GET: 'read', POST: 'run', DELETE: 'admin' };

/** A team's own routes, which say nothing of tokens but for one. */
@Controller('team')
class TeamController {
  @Get()
  read(): string[] {
    return [];
  }

  @Post()
  write(): string[] {
    return [];
  }

  @Delete()
  remove(): string[] {
    return [];
  }

  @NeedsScope('report')
  @Get('digest')
  digest(): string[] {
    return [];
  }

  @NeedsScope('admin')
  @Get('secret')
  secret(): string[] {
    return [];
  }

  @NeedsScope('report')
  @Delete('not-lowered')
  notLowered(): string[] {
    return [];
  }
}

/** Routes below an open path; one of them needs a token nevertheless. */
@Controller('health/team')
class OpenController {
  @Get()
  read(): string[] {
    return [];
  }

  @NeedsScope('read')
  @Get('closed')
  closed(): string[] {
    return [];
  }
}

@Module({ imports: [AppModule], controllers: [TeamController, OpenController] })
class TeamModule {}

interface Route {
  readonly method: string;
  readonly path: string;
}

/** Every route that the application has, with ids in the places of its parameters. */
function routesOf({ app }: RunningApp): Route[] {
  const { stack } = (app.getHttpAdapter().getInstance() as { router: { stack: RouterLayer[] } }).router;
  return stack.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {}).map((method) => ({
      method: method.toUpperCase(),
      path: String(route?.path).replaceAll(/[:*]\w+/g, 'x'),
    })),
  );
}

interface RouterLayer {
  readonly route?: { readonly path: string; readonly methods: Record<string, boolean> };
}

describe('a service with tokens', () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ API_TOKENS, LINK_SECRET: 's'.repeat(32) }, TeamModule);
  });

  afterAll(() => service.stop());

  const ask = ({ method, path }: Route, token?: string): request.Test => {
    const call = request(service.app.getHttpServer())[method.toLowerCase() as 'get'](path);
    return token === undefined ? call : call.set('Authorization', bearer(token));
  };

  it('requires a token on every registered route except the open paths', async () => {
    const routes = routesOf(service);
    expect(routes.length).toBeGreaterThan(20);
    const closed = routes.filter(({ path, method }) => !OPEN.test(path) && method !== '_ALL');
    expect(closed).toContainEqual({ method: 'DELETE', path: '/runs/x' });
    expect(closed).toContainEqual({ method: 'POST', path: '/team' });
    for (const route of closed) {
      const { status, headers, body } = await ask(route);
      expect({ route, status }).toEqual({ route, status: 401 });
      expect(headers['www-authenticate']).toBe('Bearer');
      expect(body).toMatchObject({ error: 'unauthorized', error_code: 'AUTH_UNAUTHORIZED' });
    }
  });

  it('accepts on every registered route only tokens of a sufficient scope', async () => {
    const scopes = Object.keys(TOKENS) as Scope[];
    const closed = routesOf(service).filter(({ path, method }) => !OPEN.test(path) && method in NEEDED);
    for (const route of closed.filter(({ path }) => path !== '/team/secret')) {
      for (const scope of scopes) {
        const isOfReports = route.method === 'GET' && OF_REPORTS.test(route.path);
        const needed = isOfReports ? 'report' : (NEEDED[route.method] ?? 'admin');
        const reaches = scopes.indexOf(scope) >= scopes.indexOf(needed);
        const { status } = await ask(route, TOKENS[scope]);
        const refused = status === 401 || status === 403;
        expect({ route, scope, refused }).toEqual({ route, scope, refused: !reaches });
      }
    }
  });

  it('tells each caller what its token permits', async () => {
    for (const [name, token] of Object.entries(TOKENS)) {
      const { body } = await ask({ method: 'GET', path: '/access' }, token).expect(200);
      expect(body).toMatchObject({ token_name: name, scope: name, fault_injection: false, max_rounds: 200 });
    }
  });

  it.each([
    '/',
    '/health',
    '/health/live',
    '/health/ready',
    '/docs',
    '/docs-json',
    '/errors',
    '/errors/RUN_NOT_FOUND',
  ])('requires no token for %s', async (path) => {
    expect((await ask({ method: 'GET', path })).status).toBe(200);
    expect((await ask({ method: 'HEAD', path })).status).toBe(200);
  });

  it.each(['/nowhere', '/RUNS', '/runs/', '/docs-admin', '/healthy'])(
    'responds to the unknown path %s as to a known one',
    async (path) => {
      expect((await ask({ method: 'GET', path })).status).toBe(401);
      expect((await ask({ method: 'GET', path }, TOKENS.read)).status).toBe(404);
    },
  );

  it.each(['Bearer wrong', `Basic ${TOKENS.admin}`, TOKENS.admin, `Bearer ${TOKENS.admin}x`])(
    'rejects the Authorization header %j',
    async (header) => {
      const answer = await service.get('/runs').set('Authorization', header).expect(401);
      expect(JSON.stringify(answer.body)).not.toContain(header.split(' ')[1] ?? header);
    },
  );

  it('rejects a token in the query', async () => {
    expect((await service.get(`/runs?access_token=${TOKENS.admin}`)).status).toBe(401);
  });

  it('rejects unauthorized requests before the body is read', async () => {
    const answer = await service.post('/simulate', undefined).set('Content-Type', 'text/plain').send('x');
    expect(answer.status).toBe(401);
  });

  it('names the missing scope in a 403', async () => {
    const answer = await ask({ method: 'DELETE', path: '/runs/x' }, TOKENS.run).expect(403);
    expect(answer.body).toMatchObject({
      error: 'forbidden',
      error_code: 'AUTH_FORBIDDEN',
      message: expect.stringContaining('admin'),
    });
  });

  it('lets a route raise the scope of its method, but not lower it', async () => {
    const secret = { method: 'GET', path: '/team/secret' };
    expect((await ask(secret)).status).toBe(401);
    expect((await ask(secret, TOKENS.run)).status).toBe(403);
    expect((await ask(secret, TOKENS.admin)).status).toBe(200);
    expect((await ask({ method: 'DELETE', path: '/team/not-lowered' }, TOKENS.run)).status).toBe(403);
  });

  it('lets a route below an open path require a scope', async () => {
    expect((await ask({ method: 'GET', path: '/health/team' })).status).toBe(200);
    const closed = await ask({ method: 'GET', path: '/health/team/closed' });
    expect([closed.status, closed.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    expect((await ask({ method: 'GET', path: '/health/team/closed' }, TOKENS.read)).status).toBe(200);
  });

  it('keeps the Idempotency-Keys of different tokens apart', async () => {
    const body = { pipeline: 'simulation', input: { seed: await exampleSeed(), rounds: 1 } };
    const post = async (token: string) => {
      const call = service.post('/runs', body).set({ Authorization: bearer(token), 'Idempotency-Key': 'k' });
      return (await call.expect(202)).body.run_id as string;
    };
    const first = await post(TOKENS.run);
    expect(await post(TOKENS.run)).toBe(first);
    expect(await post('pd_other')).not.toBe(first);
  });

  it('accepts requests with any Host', async () => {
    const call = service.get('/packs').set({ Host: 'dream.example', Authorization: bearer(TOKENS.read) });
    expect((await call).status).toBe(200);
  });

  it('rejects requests from pages of other sites, with a token or without', async () => {
    const headers = { Origin: 'https://evil.example', Authorization: bearer(TOKENS.admin) };
    expect((await service.get('/runs').set(headers)).status).toBe(403);
    expect((await service.get('/health').set('Sec-Fetch-Site', 'cross-site')).status).toBe(403);
  });

  it('documents the authentication in the OpenAPI document', async () => {
    const { body } = await service.get('/docs-json').expect(200);
    expect(body.components.securitySchemes.token).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(body.security).toEqual([{ token: [] }]);
  });
});
