import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { RUN_REPOSITORY, type RunRepository } from '../runs/index.js';

/** Closes the repository when the application ends. */
@Injectable()
export class RepositoryCloser implements OnApplicationShutdown {
  constructor(@Inject(RUN_REPOSITORY) private readonly repository: RunRepository) {}

  onApplicationShutdown(): Promise<void> {
    return this.repository.close();
  }
}
