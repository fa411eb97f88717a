// The run's one gateway, from whichever process: a parent starts it and names its description in LOCKGATE_GATEWAY.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startGateway, type GatewayInfo } from './gateway'

const VARIABLE = 'LOCKGATE_GATEWAY'

/** The description that the parent left. @throws Error when there is none: a test without its gateway fails, it never skips. */
export function connectToGateway(): GatewayInfo {
  const file = process.env[VARIABLE]
  if (file === undefined) throw new Error(`No gateway: ${VARIABLE} names no description of one`)
  return JSON.parse(readFileSync(file, 'utf8')) as GatewayInfo
}

/**
 * For a runner's global set-up: starts a gateway with LDAP and leaves its description for the workers, unless a parent has.
 * @returns how to stop it.
 */
export async function provideGateway(): Promise<() => Promise<void>> {
  if (process.env[VARIABLE] !== undefined) return () => Promise.resolve()
  const gateway = await startGateway({ ldap: true })
  const file = join(gateway.info.runDir, 'gateway.json')
  writeFileSync(file, JSON.stringify(gateway.info), { mode: 0o600 })
  process.env[VARIABLE] = file
  return async () => {
    delete process.env[VARIABLE]
    await gateway.stop()
  }
}
