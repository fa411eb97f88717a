// What is on the screen as code for other tools.
import { m } from '../../../src/messages/messages'
import type { User } from '../user'
import type { AppState } from './state'

const at = { place: 'objects', bucket: 'field-data', prefix: '' } as const
const of = (object: string) => ({ ...at, object })

const ofFolder = (user: User): Promise<void> => user.press(m.code.ofFolder)
const ofObject = (user: User): Promise<void> => user.press(m.common.code)

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
      await user.press(m.common.delete)
      await ofObject(user)
    }
  }
]
