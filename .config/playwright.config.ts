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

/** One stops the run's one gateway, the other is timed as a person would be. */
const alone = ['**/outage.test.ts', '**/whole-script.test.ts']

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: '../test-results',
  globalSetup: '../tests/e2e/global-setup.ts',
  workers: 2,
  fullyParallel: true,
  // For a machine that is ten times as slow: what is right is seen long before.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['json'] as ['json']] : [])],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: '/usr/bin/chromium', args },
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    ignoreHTTPSErrors: true // the certificate of the tests' own authority
  },
  projects: [
    { name: 'page', testIgnore: alone },
    { name: 'alone', testMatch: alone, dependencies: ['page'], workers: 1 }
  ]
})
