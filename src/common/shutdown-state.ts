import { Injectable, type OnModuleDestroy } from '@nestjs/common';

/** Whether the application has been told to end. */
@Injectable()
export class ShutdownState implements OnModuleDestroy {
  private begun = false;

  get hasBegun(): boolean {
    return this.begun;
  }

  /** Called by the HTTP adapter, which learns of it before any provider does: a team's may take its time to end. */
  begin(): void {
    this.begun = true;
  }

  /** Of an application without an HTTP server. */
  onModuleDestroy(): void {
    this.begin();
  }
}
