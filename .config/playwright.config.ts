import { defineConfig } from '@playwright/test'

// What a page in a closed network must not try by itself; QUIC would hide from the proxy's log.
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: '../test-results',
  globalSetup: '../tests/e2e/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['json'] as ['json']] : [])],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: '/usr/bin/chromium', args },
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    ignoreHTTPSErrors: true // the certificate of the tests' own authority
  },
  projects: [
    { name: 'page', testIgnore: '**/outage.test.ts' },
    // Stops the run's one gateway: only when nobody else needs it.
    { name: 'outage', testMatch: '**/outage.test.ts', dependencies: ['page'], fullyParallel: false }
  ]
})
