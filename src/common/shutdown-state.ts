import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Whether the application is shutting down. */
@Injectable()
export class ShutdownState implements OnModuleDestroy {
  private begun = false;

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Called by the HTTP adapter, which is notified before any provider: those of a team may be slow to shut down. */
  begin(): void {
    this.begun = true;
  }

  /** For applications without an HTTP server. */
  onModuleDestroy(): void {
    this.begin();
  }
}
