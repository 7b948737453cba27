// Next leaves the browser's files out of the standalone server (they could go to a CDN); here it serves them itself.
import { cpSync } from 'node:fs';

cpSync('.next/static', '.next/standalone/apps/dashboard/.next/static', { recursive: true });
