/** Paths of the service. */
class HomeLinksDto {
  /**
   * The page for people: the explorer, or Swagger UI where there is no explorer.
   * @example "/explorer/"
   */
  page: string;
  /** Swagger UI. */
  docs: string;
  /** The OpenAPI document. */
  openapi: string;
  runs: string;
  packs: string;
  stages: string;
  errors: string;
  health: string;
}

/** Where to go on from the service's root. */
export class HomeDto {
  links: HomeLinksDto;

  /** @param prefix stands before every path: see `UrlPrefix` */
  static of(prefix: string, page: string): HomeDto {
    return {
      links: {
        page: prefix + page,
        docs: `${prefix}/docs/`,
        openapi: `${prefix}/docs-json`,
        runs: `${prefix}/runs`,
        packs: `${prefix}/packs`,
        stages: `${prefix}/stages`,
        errors: `${prefix}/errors`,
        health: `${prefix}/health`,
      },
    };
  }
}
