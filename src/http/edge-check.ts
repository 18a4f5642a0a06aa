import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';

/**
 * Prevents an HTTP server from starting without the edge: an application not created by createApp has no access control.
 * One instance per application, so that several applications in a process are checked separately.
 */
@Injectable()
export class EdgeCheck implements OnModuleInit {
  private isSetUp = false;

  constructor(private readonly host: HttpAdapterHost) {}

  /** Called once all middleware that precedes routing is in place. */
  confirmSetUp(): void {
    this.isSetUp = true;
  }

  /** @throws EdgeMissingError when there is an HTTP adapter of any kind, and the edge was not set up */
  onModuleInit(): void {
    const isWithoutHttp = !this.host.httpAdapter; // an application context, a microservice
    if (isWithoutHttp || this.isSetUp) return;
    throw new EdgeMissingError();
  }
}

/** AppModule is part of an application with an HTTP server but without access control. */
class EdgeMissingError extends Error {
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
