import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/**
 * Refuses to start an HTTP server without the edge: an application that is not made by createApp has no access control.
 * Each application has its own, so that one that is set up never vouches for another in the same process.
 */
@Injectable()
export class EdgeCheck implements OnModuleInit {
  private isSetUp = false;

  constructor(private readonly host: HttpAdapterHost) {}

  /** Called once everything that requests pass before they are routed is in place. */
  confirmSetUp(): void {
    this.isSetUp = true;
  }

  /** @throws EdgeMissingError when there is an HTTP adapter, of whatever kind, and the edge was not set up */
  onModuleInit(): void {
    const isWithoutHttp = !this.host.httpAdapter; // an application context, a microservice
    if (isWithoutHttp || this.isSetUp) return;
    throw new EdgeMissingError();
  }
}

/** AppModule is part of an application that has an HTTP server, but no access control. */
export class EdgeMissingError extends Error {
  constructor() {
    super(
      'AppModule was imported into an application that createApp did not create. createApp sets up tokens, the checks of ' +
        'Host and Origin, and the request limits; without them every route is open to everyone. Create the application ' +
        'with createApp(TeamModule, { configure }), or, without an HTTP server, with ' +
        'NestFactory.createApplicationContext(TeamModule).',
    );
    this.name = 'EdgeMissingError';
  }
}
