import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

/** What `app.setGlobalPrefix` has put before every path. It may be set until the routes are made: it is read each time. */
@Injectable()
export class UrlPrefix {
  constructor(private readonly application: ApplicationConfig) {}

  /** With a slash before it and none behind (`/api/v1`); empty without a prefix. */
  get value(): string {
    const prefix = this.application.getGlobalPrefix().replaceAll(/^\/+|\/+$/g, '');
    return prefix === '' ? '' : `/${prefix}`;
  }
}
