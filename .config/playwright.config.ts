import { defineConfig } from '@playwright/test'
import { useUtf8Locale } from '../tests/gateway/locale'

useUtf8Locale()

// What a page in a closed network must not try by itself; QUIC would hide from the proxy's log.
const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** Chromium without its windows, which need a third of the time. What a user does from end to end runs in the whole browser. */
const SHELL = '/usr/bin/chromium-headless-shell'

/**
 * What takes long and seldom breaks alone: every view and state, transfers that go on later, browsers that lack something, answers that
 * make no sense, other tools.
 */
const long = '**/long/*.test.ts'

/** It is timed as a user would be. */
const timed = '**/whole-script.test.ts'

/** It stops the run's one gateway. */
const stopping = '**/outage.test.ts'

/** It needs a screen and its dialogs. */
const desktop = '**/desktop/*.test.ts'

const whole = { launchOptions: { executablePath: '/usr/bin/chromium', args } }

export default defineConfig({
  testDir: '../tests/e2e',
  outputDir: '../test-results',
  globalSetup: '../tests/e2e/global-setup.ts',
  // On two cores: each waits for its page or its gateway for a quarter of the time.
  workers: 3,
  fullyParallel: true,
  // For a machine that is ten times as slow: what is right is seen long before.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list'], ...(process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['json'] as ['json']] : [])],
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env['LOCKGATE_CHROMIUM'] ?? SHELL, args },
    viewport: { width: 1440, height: 900 },
    contextOptions: { reducedMotion: 'reduce' },
    // Recording takes an eighth of the time.
    trace: process.env['LOCKGATE_TRACE'] === 'retain-on-failure' ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    ignoreHTTPSErrors: true // the certificate of the tests' own authority
  },
  projects: [
    // To store the whole page again for each test takes a third of its time: tests of the service worker and some whole scenarios allow it.
    { name: 'page', testIgnore: [timed, long, desktop], use: { serviceWorkers: 'block' } },
    { name: 'alone', testMatch: timed, dependencies: ['page'], workers: 1, use: whole },
    { name: 'long', testMatch: long, testIgnore: stopping, use: { serviceWorkers: 'block' } },
    { name: 'desktop', testMatch: desktop, workers: 1, use: { serviceWorkers: 'block' } },
    { name: 'long-alone', testMatch: stopping, dependencies: ['long'], workers: 1, use: whole }
  ]
})
