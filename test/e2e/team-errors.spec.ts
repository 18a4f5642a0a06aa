import {
  BadRequestException,
  ConflictException,
  Controller,
  Get,
  InternalServerErrorException,
  Module,
  NotFoundException,
  UseGuards,
} from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AppModule,
  ErrorCodes,
  ProjectError,
  RetryableStageError,
  StageNode,
  type StageNodeHandler,
} from '../../src/index.js';
import { startApp, type RunningApp } from '../support/running-app.js';
import { exampleSeed } from '../support/seeds.js';

class ArchiveClosedError extends ProjectError {
  constructor() {
    super('ARCHIVE_CLOSED', 'The archive opens at nine.', { opens_at: '09:00' });
  }
}

class UnlistedError extends ProjectError {
  constructor() {
    super('NOT_LISTED', 'hunter2');
  }
}

class NeverGuard {
  canActivate(): boolean {
    return false;
  }
}

let thrownByStage: Error;

@StageNode({ id: 'archive', pipeline: 'simulation', after: 'end_condition' })
@ErrorCodes({
  ARCHIVE_CLOSED: {
    error: 'archive_closed',
    status: 423,
    title: 'The archive is closed',
    retryable: true,
    remedy: 'Come back when it is open.',
  },
})
class ArchiveStage implements StageNodeHandler {
  async run(): Promise<void> {
    throw thrownByStage;
  }
}

const THROWN: Readonly<Record<string, () => Error>> = {
  bad: () => new BadRequestException('The shelf number is odd.'),
  conflict: () => new ConflictException('The shelf is taken.'),
  missing: () => new NotFoundException('There is no such shelf.'),
  broken: () => new InternalServerErrorException('hunter2'),
  closed: () => new ArchiveClosedError(),
  unlisted: () => new UnlistedError(),
};

@Controller('shelves')
class ShelvesController {
  @Get('guarded')
  @UseGuards(NeverGuard)
  guarded(): string {
    return 'never';
  }
}
for (const [path, make] of Object.entries(THROWN)) {
  const handler = () => {
    throw make();
  };
  Object.defineProperty(ShelvesController.prototype, path, { value: handler });
  Get(path)(ShelvesController.prototype, path, { value: handler });
}

@Module({ imports: [AppModule], controllers: [ShelvesController], providers: [ArchiveStage] })
class TeamModule {}

describe("a team's errors", () => {
  let service: RunningApp;

  beforeAll(async () => {
    service = await startApp({ RUN_REPOSITORY: 'memory' }, TeamModule, {
      own: /\/shelves\/|GET \/errors/,
    });
  });

  afterAll(() => service.stop());

  it.each([
    ['bad', 400, 'REQ_REFUSED', 'The shelf number is odd.'],
    ['conflict', 409, 'REQ_REFUSED', 'The shelf is taken.'],
    ['missing', 404, 'REQ_NOT_FOUND', 'There is no such shelf.'],
    ['broken', 500, 'INTERNAL_ERROR', 'Something went wrong inside the service.'],
    ['closed', 423, 'ARCHIVE_CLOSED', 'The archive opens at nine.'],
    ['unlisted', 500, 'INTERNAL_ERROR', 'Something went wrong inside the service.'],
    ['guarded', 403, expect.stringMatching(/^(AUTH_FORBIDDEN|REQ_REFUSED)$/), 'Forbidden resource'],
  ])('are problem details: %s is a %d', async (path, status, error_code, message) => {
    const answer = await service
      .get(`/shelves/${path}`)
      .expect(status)
      .expect('Content-Type', /^application\/problem\+json/);
    expect(answer.body).toMatchObject({ status, error_code, message, detail: message });
    expect(answer.body.request_id).toBe(answer.headers['x-request-id']);
    await service.get(answer.body.doc_url).expect(200);
  });

  it('have their details in the answer', async () => {
    const { body } = await service.get('/shelves/closed');
    expect(body).toMatchObject({
      error: 'archive_closed',
      opens_at: '09:00',
      title: 'The archive is closed',
    });
  });

  it('stand in the catalogue', async () => {
    const { body: list } = await service.get('/errors').expect(200);
    const listed = list.items.find((item: { error_code: string }) => item.error_code === 'ARCHIVE_CLOSED');
    expect(listed).toMatchObject({ error: 'archive_closed', status: 423 });
    const { body: entry } = await service.get('/errors/ARCHIVE_CLOSED').expect(200);
    expect(entry).toEqual(listed);
  });

  it.each([
    ['in the catalogue', new ArchiveClosedError(), 'ARCHIVE_CLOSED', 'The archive opens at nine.'],
    ["the service's", new RetryableStageError('Busy.'), 'ORCH_STAGE_RETRYABLE', 'Busy.'],
    ['not in it', new UnlistedError(), 'INTERNAL_ERROR', 'UnlistedError'],
  ])('of a stage are told of its attempt, with a code that is %s', async (_, error, error_code, message) => {
    thrownByStage = error;
    const body = { seed: await exampleSeed(), rounds: 1, max_stage_retries: 0 };
    const answer = await service.post('/simulate', body).expect(500);
    const attempt = { attempt: 1, error_code, error_class: error.name, message };
    expect(answer.body).toMatchObject({ error_code: 'ORCH_STAGE_FAILED', attempt_errors: [attempt] });
    const { body: run } = await service.get(`/runs/${answer.body.run_id}`).expect(200);
    expect(run.error.attempt_errors).toEqual(answer.body.attempt_errors);
    const { body: log } = await service.get(`/runs/${run.run_id}/runlog?type=stage_checkpoint`).expect(200);
    expect(log.rows.at(-1)).toMatchObject({ error_code, error_class: error.name, error: message });
  });
});
