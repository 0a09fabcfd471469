import { defineConfig } from '@playwright/test';
import { existsSync } from 'node:fs';

const chromium = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

export default defineConfig({
  testDir: 'browser',
  outputDir: 'test-results',
  // Each test has its own server and its own browser contexts.
  fullyParallel: true,
  workers: Number(process.env.TRAMA_E2E_WORKERS ?? 2),
  // A test that passes only the second time has found something: `make test` tries again, so that one race does not hide what the others
  // say, and names it at its end.
  retries: Number(process.env.TRAMA_E2E_RETRIES ?? 0),
  forbidOnly: Boolean(process.env.CI),
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    locale: 'es-CL',
    timezoneId: 'America/Santiago',
    viewport: { width: 1024, height: 768 },
    actionTimeout: 15_000,
    navigationTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium,
      args: [
        // Chromium refuses to run as root with its sandbox; the pages here are our own.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'chromium', testIgnore: /screenshots/ },
    { name: 'screenshots', testMatch: /screenshots/ },
  ],
});
