import { Body, Catch, Controller, Module, Post } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { EngineModule, ErrorCatalogue, Pipeline, RunsService, StageNode } from 'project-dream/engine';
import { StageNodeExecutionError, type StageContext } from 'project-dream/engine';

type State = { words: string[]; longest?: string };
type Context = StageContext<{ text: string }, State>;

@Pipeline({
  id: 'longest_word',
  attributes: { longest: { type: 'string', description: 'The word.', filter: true } },
})
class LongestWordPipeline {
  project = ({ longest }: State) => ({ longest });
}
@StageNode({ id: 'split', pipeline: 'longest_word' })
class SplitStage {
  async run({ input, state }: Context): Promise<void> {
    state.words = input.text.split(/\s+/).filter(Boolean);
  }
}
@StageNode({ id: 'check', pipeline: 'longest_word', after: 'split', retry: { maxAttempts: 2 } })
class CheckStage {
  async run({ state }: Context): Promise<void> {
    if (state.words.length === 0) throw new RangeError('There are no words.');
  }
}
@StageNode({ id: 'publish', pipeline: 'longest_word', after: 'check' })
class PublishStage {
  async run(context: Context): Promise<void> {
    const longest = context.state.words.reduce((a, b) => (b.length > a.length ? b : a));
    context.emit({ type: 'longest_word', longest });
    context.state.longest = longest;
  }
}
@Controller('words')
class WordsController {
  constructor(private readonly runs: RunsService) {}
  @Post() async longest(@Body() input: object): Promise<object> {
    return (await this.runs.runToEnd({ pipeline: 'longest_word', input })).run;
  }
}
@Catch(StageNodeExecutionError)
class StageFailureFilter implements ExceptionFilter {
  constructor(private readonly catalogue: ErrorCatalogue) {}
  catch(error: StageNodeExecutionError, host: ArgumentsHost): void {
    host.switchToHttp().getResponse().status(500).json(this.catalogue.describe(error));
  }
}

const stages = [SplitStage, CheckStage, PublishStage];
@Module({
  imports: [EngineModule.forRoot({ store: { kind: 'sqlite', dataDir: './data' }, controllers: true })],
  controllers: [WordsController],
  providers: [LongestWordPipeline, ...stages, { provide: APP_FILTER, useClass: StageFailureFilter }],
})
export class WordsModule {}
