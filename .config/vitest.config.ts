import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

const onGateway = (name: string, include: string[]) => ({
  extends: true as const,
  resolve: { conditions: [] },
  test: {
    name,
    globalSetup: ['tests/contract/global-setup.ts'],
    include,
    environment: 'node' as const,
    // For a machine that is ten times as slow.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    maxWorkers: 2
  }
})

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  plugins: [svelte()],
  resolve: { conditions: ['browser'] },
  test: {
    // Files that share their modules take a third of the time; no test keeps anything in a module.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/unit/**/*.test.ts', 'tests/architecture.test.ts', 'tests/messages.test.ts'],
          environment: 'node',
          // For a machine that is ten times as slow: no unit test waits for the real clock.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 50_000 } }
        }
      },
      onGateway('contract', ['tests/contract/*.test.ts']),
      // What starts proxies and gateways of its own, or judges the rig.
      onGateway('long', ['tests/contract/long/*.test.ts', 'tests/gateway/*.test.ts'])
    ]
  }
})
