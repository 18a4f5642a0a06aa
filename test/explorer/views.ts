import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** The windows that each view is looked at in. */
export const THEMES = [
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [360, 'dark'],
] as const;

/** Nothing of the page lies beyond the sides of the window. */
export async function expectWithin(page: Page): Promise<void> {
  const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
  expect(await page.evaluate(sideways)).toBeLessThanOrEqual(0);
}
