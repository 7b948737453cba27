/// <reference lib="dom" />
import { waitFor } from '@weir/testing';
import type { Browser, Page } from 'playwright-core';

/** A page at its first visit: nothing is cached, and every byte and every jump counts. */
export interface FirstLoad {
  readonly page: Page;
  /** Bytes of script as they came over the wire, compressed, without headers. */
  scriptBytes(): Promise<number>;
  /** Cumulative layout shift so far: 0 when nothing has moved that was in view. */
  layoutShift(): Promise<number>;
}

/** Opens a page in a context of its own and waits until it is live and all of its script is there. */
export async function firstLoad(browser: Browser, url: string, until: string): Promise<FirstLoad> {
  const context = await browser.newContext({ viewport: { width: 1_360, height: 900 }, timezoneId: 'UTC' });
  const page = await context.newPage();
  let asked = 0;
  const bodies: Promise<number>[] = [];
  const isScript = (request: { resourceType(): string }) => request.resourceType() === 'script';
  page.on('request', (request) => {
    if (isScript(request)) asked += 1;
  });
  page.on('requestfinished', (request) => {
    if (isScript(request)) bodies.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await page.addInitScript(() => {
    const kept = window as unknown as { shift: number };
    kept.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) kept.shift += (entry as unknown as { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url);
  await page.locator('.connection.live').waitFor({ timeout: 120_000 });
  await page.locator(until).first().waitFor({ timeout: 120_000 });
  await waitFor(() => asked > 0 && bodies.length === asked, {
    timeoutMs: 60_000,
    what: `all scripts of ${url} to be there`,
  });
  return {
    page,
    scriptBytes: async () => (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0),
    layoutShift: () => page.evaluate(() => (window as unknown as { shift: number }).shift),
  };
}
