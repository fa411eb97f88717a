// The manual's scenarios in each engine: the end-to-end tests that carry a scenario's number, and no other.
import { defineConfig } from '@playwright/test'
import base from './playwright.config'

export default defineConfig({
  ...base,
  workers: 1,
  grep: /\bscenarios? \d/,
  use: { ...base.use, launchOptions: {} },
  projects: [
    { name: 'chromium', use: { launchOptions: { ...base.use?.launchOptions, executablePath: '/usr/bin/chromium' } } },
    { name: 'webkit' }, // by its own driver: see tests/engines/engine.ts
    {
      name: 'firefox',
      // The channel `moz-firefox` is Playwright's word for a Firefox as it is released, driven by WebDriver BiDi.
      use: {
        browserName: 'firefox',
        channel: 'moz-firefox',
        launchOptions: {
          executablePath: new URL('../tests/engines/firefox', import.meta.url).pathname,
          // A file chooser that stays open keeps the page from opening a second one.
          firefoxUserPrefs: {
            'remote.bidi.dismiss_file_pickers.enabled': true,
            'browser.download.alwaysOpenPanel': false // it takes the keyboard
          }
        }
      }
    }
  ]
})
