import {
  Controller,
  Get,
  Module,
  Query,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
  type OnApplicationShutdown,
  type PipeTransform,
} from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { map, type Observable } from 'rxjs';
import request from 'supertest';
import { afterEach, describe, expect, it } from '@jest/globals';
import { AppModule, createApp } from '../../src/index.js';
import { withEnvironment } from '../support/running-app.js';
import { API_TOKENS } from '../support/tokens.js';

let shutdowns = 0;

@Controller('echo')
class EchoController implements OnApplicationShutdown {
  @Get()
  echo(@Query('word') word: string): object {
    return { word };
  }

  onApplicationShutdown(): void {
    shutdowns += 1;
  }
}

@Module({ imports: [AppModule], controllers: [EchoController] })
class TeamModule {}

/** Adds a member to every answer of a route. */
class Stamp implements NestInterceptor {
  intercept(_: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((body: object) => ({ ...body, stamped: true })));
  }
}

/** Writes every word in capitals. */
class Capitals implements PipeTransform {
  transform(value: unknown): unknown {
    return typeof value === 'string' ? value.toUpperCase() : value;
  }
}

describe('createApp with configure', () => {
  let app: NestExpressApplication | undefined;

  afterEach(async () => {
    await app?.close();
    app = undefined;
  });

  async function start(
    configure: (app: NestExpressApplication) => void | Promise<void>,
    env: Readonly<Record<string, string>> = {},
  ): Promise<ReturnType<typeof request>> {
    app = await withEnvironment({ LOG_LEVEL: 'fatal', RUN_REPOSITORY: 'memory', ...env }, () =>
      createApp(TeamModule, { configure }),
    );
    await app.listen(0, '127.0.0.1');
    return request(app.getHttpServer());
  }

  it('puts every route below a prefix', async () => {
    const client = await start((made) => void made.setGlobalPrefix('api'));
    await client.get('/api/runs').expect(200);
    await client.get('/runs').expect(404);
    const { body: document } = await client.get('/api/docs-json').expect(200);
    expect(Object.keys(document.paths)).toContain('/api/runs');
  });

  it('waits for what is asynchronous, then starts with interceptors and pipes of the team', async () => {
    const client = await start(async (made) => {
      await Promise.resolve();
      made.useGlobalInterceptors(new Stamp());
      made.useGlobalPipes(new Capitals());
    });
    const { body } = await client.get('/echo?word=tea').expect(200);
    expect(body).toEqual({ word: 'TEA', stamped: true });
  });

  it("lets requests pass the service's own checks before middleware of the team", async () => {
    const seen: string[] = [];
    const client = await start(
      (made) => {
        made.use((incoming: Request, _: Response, next: NextFunction) => {
          seen.push(incoming.path);
          next();
        });
      },
      { API_TOKENS },
    );
    await client.get('/runs').expect(401);
    await client.get('/health/live').expect(200);
    expect(seen).toEqual(['/health/live']);
  });

  it('closes the application, and rejects, when configure fails', async () => {
    shutdowns = 0;
    const failure = new RangeError('No such prefix.');
    await expect(start(() => Promise.reject(failure))).rejects.toBe(failure);
    expect(shutdowns).toBe(1);
  });
});
