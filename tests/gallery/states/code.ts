// What is on the screen as code for other tools.
import { m } from '../../../src/messages/messages'
import type { User } from '../user'
import { ENDPOINT, NOW_MS, type World } from '../world'
import { editBucket } from './buckets'
import { chooseOther, withOtherProfile } from './copies'
import type { AppState } from './state'

const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const
const of = (object: string) => ({ ...at, object })

const ofFolder = (user: User): Promise<void> => user.press(m.code.ofFolder)
const ofObject = (user: User): Promise<void> => user.pressOfObject(m.common.code)

async function openCopyOfFolder(user: User): Promise<void> {
  await user.press(m.objects.table.select('2026/'))
  await user.press(m.copies.open)
  await user.type(m.copies.name, 'copy of 2026')
  await user.press(m.common.code)
}

function addRequests({ requests }: World): void {
  const told = (method: string, path: string, status: number | undefined, durationMs: number): void =>
    requests.add({
      ...{ method, path, status, durationMs, origin: ENDPOINT, startedAtMs: NOW_MS },
      requestId: status === undefined ? undefined : 'tx00000c840be91843ee874-006b0d35d2-100c-default'
    })
  told('GET', '/', 200, 12)
  told('GET', '/field-data?list-type&prefix&delimiter&encoding-type', 200, 31)
  told('PUT', '/field-data/2026/it%27s%20a%20long%20name%20of%20an%20object%20that%20was%20uploaded.parquet', 200, 1840)
  told('HEAD', '/field-data/README.txt', 403, 8)
  told('DELETE', '/field-data/old.txt', undefined, 60_000)
}

export const code: readonly AppState[] = [
  { name: 'code/folder', at, act: ofFolder },
  {
    name: 'code/encrypted-object-boto',
    at: of('measurements.parquet'),
    world: (world) => (world.codeTool = 'boto'),
    act: async (user) => {
      await user.see('GiB')
      await ofObject(user)
      await user.press(m.code.differences.title)
    }
  },
  {
    name: 'code/encrypted-object-curl',
    at: of('measurements.parquet'),
    world: (world) => (world.codeTool = 'curl'),
    act: ofObject
  },
  {
    name: 'code/tool-that-cannot',
    at: of('measurements.parquet'),
    world: (world) => (world.codeTool = 's3cmd'),
    act: ofObject
  },
  {
    name: 'code/hostile-name',
    at: of('scan \u202egpj.exe'),
    world: (world) => (world.codeTool = 'aws'),
    act: ofObject
  },
  {
    name: 'code/in-delete-dialog',
    at: of('README.txt'),
    world: (world) => (world.codeTool = 'rclone'),
    act: async (user) => {
      await user.pressOfObject(m.common.delete)
      await user.press(m.common.code)
    }
  },
  {
    name: 'code/copy-of-encrypted',
    at: of('measurements.parquet'),
    world: (world) => (world.codeTool = 'boto3'),
    act: async (user) => {
      await ofObject(user)
      await user.type(m.code.task, '4') // to copy
    }
  },
  {
    name: 'code/in-rename-dialog',
    at: of('README.txt'),
    world: (world) => (world.codeTool = 'aws'),
    act: async (user) => {
      await user.pressOfObject(m.copies.rename)
      await user.type(m.copies.newName, 'READ ME.txt')
      await user.press(m.common.code)
    }
  },
  {
    name: 'code/copy-of-folder',
    at,
    world: (world) => (world.codeTool = 'boto3'),
    act: openCopyOfFolder
  },
  {
    name: 'code/copy-of-folder-that-cannot',
    at,
    world: (world) => (world.codeTool = 's3cmd'),
    act: openCopyOfFolder
  },
  {
    name: 'code/copy-to-other-account',
    at: of('README.txt'),
    world: (world) => {
      world.codeTool = 'aws'
      withOtherProfile(world)
    },
    act: async (user) => {
      await user.pressOfObject(m.copies.open)
      await chooseOther(user)
      await user.press(m.common.code)
    }
  },
  {
    name: 'code/in-search',
    at: { place: 'search', bucket: 'field-data', prefix: '', isBelow: false, text: 'müller-*.csv' },
    world: (world) => (world.codeTool = 'aws'),
    act: (user) => user.press(m.common.code)
  },
  {
    name: 'code/in-cors',
    at: { place: 'bucket', bucket: 'field-data' },
    world: (world) => (world.codeTool = 'boto3'),
    act: (user) => user.press(m.code.ofCors)
  },
  {
    name: 'code/in-uploads-dialog',
    at: { place: 'bucket', bucket: 'field-data' },
    world: (world) => {
      world.codeTool = 's3cmd'
      editBucket(world, { uploads: [{ key: 'old.tar', uploadId: '2~def', startedAtMs: NOW_MS - 9_000_000_000 }] })
    },
    act: async (user) => {
      await user.press(m.buckets.unfinished.abortUploadOf('old.tar'))
      await user.press(m.common.code)
    }
  },
  {
    name: 'code/in-copy-dialog-disabled',
    at,
    act: async (user) => {
      await user.press(m.objects.table.select('2026/'))
      await user.press(m.copies.open)
    }
  },
  {
    name: 'code/requests',
    at: { place: 'settings' },
    world: addRequests,
    act: (user) => user.press(m.app.showRequests)
  }
]
