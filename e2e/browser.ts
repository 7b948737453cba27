import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceFolder } from '@weir/local';
import type { Browser, Page } from 'playwright-core';

export { launchBrowser } from './launch-browser.mjs';

/** A page, with everything that it complains about in its console. */
export interface WatchedPage {
  readonly page: Page;
  readonly complaints: string[];
}

/** Opens a page in a context of its own, in English and UTC so that texts are the same on every machine. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1_360, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-GB',
    timezoneId: 'UTC',
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, complaints };
}

/** Keeps what the page looks like in `.weir/screenshots`, for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(workspaceFolder, '.weir', 'screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
