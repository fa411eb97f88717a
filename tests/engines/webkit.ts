// WebKitGTK by its own driver: Debian's MiniBrowser on a screen that no one sees, a new one for each test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts } from '../gateway/ports'
import { startScreen } from './screen'
import { Session } from './session'
import { Tab } from './tab'

export interface WebKit {
  readonly tab: Tab
  close(): Promise<void>
}

/** Starts screen, driver and browser with a home of their own. @throws Error when one does not start */
export async function startWebKit(): Promise<WebKit> {
  const home = mkdtempSync(join(tmpdir(), 'lockgate-webkit-'))
  const downloadDir = join(home, 'downloads')
  const configDir = join(home, 'config')
  mkdirSync(downloadDir)
  mkdirSync(configDir)
  writeFileSync(join(configDir, 'user-dirs.dirs'), `XDG_DOWNLOAD_DIR="${downloadDir}"\n`)
  const screen = await startScreen()
  const removeAll = (): void => {
    screen.end()
    rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  try {
    const { driver: port = 0 } = await findFreePorts(['driver'])
    const env = {
      ...process.env,
      DISPLAY: screen.display,
      HOME: home,
      XDG_CONFIG_HOME: configDir,
      // Not C.UTF-8: its numbers would have no separators. Names of files are UTF-8 anyway.
      LC_ALL: 'C',
      // Its sandbox cannot be made by root, nor in most containers; the pages are this run's own.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1'
    }
    const capabilities = { acceptInsecureCerts: true } // the certificate of the tests' own authority
    const session = await Session.start({ driver: 'WebKitWebDriver', port, env, capabilities })
    await session.command('POST', '/timeouts', { script: 60_000 })
    await session.command('POST', '/window/rect', { x: 0, y: 0, width: 1440, height: 940 })
    const tab = new Tab(session, downloadDir)
    return {
      tab,
      close: async () => {
        await tab.close()
        removeAll()
      }
    }
  } catch (error) {
    removeAll()
    throw error
  }
}
