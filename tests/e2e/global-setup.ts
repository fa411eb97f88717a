// Before the end-to-end tests: the run's gateway, and the built page served from a sub-path.
import { connectToGateway, provideGateway } from '../gateway/shared-gateway'
import { serveDist } from '../gateway/static-server'
import { createFirstBucket } from './first-bucket'

async function globalSetup(): Promise<() => Promise<void>> {
  const stopGateway = await provideGateway()
  await createFirstBucket(connectToGateway())
  const page = await serveDist({ dir: new URL('../../dist', import.meta.url).pathname, basePath: '/some/where/' })
  process.env['LOCKGATE_PAGE'] = page.url
  return async () => {
    await page.close()
    await stopGateway()
  }
}

export default globalSetup
