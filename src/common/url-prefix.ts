import { Injectable } from '@nestjs/common';
import { ApplicationConfig } from '@nestjs/core';

/** The prefix of every path, set by `app.setGlobalPrefix`. Read each time, as it may be set until the routes exist. */
@Injectable()
export class UrlPrefix {
  constructor(private readonly application: ApplicationConfig) {}

  /** With a leading slash and no trailing one (`/api/v1`); empty without a prefix. */
  get value(): string {
    const prefix = this.application.getGlobalPrefix().replaceAll(/^\/+|\/+$/g, '');
    return prefix === '' ? '' : `/${prefix}`;
  }
}
