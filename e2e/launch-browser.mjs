import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';

/** A headless Chromium that comes with npm: nothing is downloaded and no system package is needed. */
export async function launchBrowser() {
  const executablePath = await chromium.executablePath();
  // Its own flags are for cloud functions: in a single process, closing one page ends the browser.
  const args = chromium.args.filter((flag) => flag !== '--single-process' && flag !== '--no-zygote');
  return playwright.launch({ executablePath, args, headless: true });
}
