// Dropped files while they are read: what is shown of it, and how it is ended.
import { expect, test } from 'vitest'
import { FileReading, type ReadOptions } from '../../../src/state/file-reading.svelte'
import { chooseFiles } from './upload-rig'

test('shows how many were found while it lasts, and nothing before or after', async () => {
  let given: ReadOptions | undefined
  let end = (): void => undefined
  const reading = new FileReading((options) => {
    given = options
    return new Promise((resolve) => (end = () => resolve(chooseFiles('a'))))
  })
  expect(reading.found).toBeUndefined()
  given?.onFound({ count: 12, sizeBytes: 34 })
  expect(reading.found).toEqual({ count: 12, sizeBytes: 34 })
  end()
  expect((await reading.chosen).files).toHaveLength(1)
  expect(reading.found).toBeUndefined()
})

test('is ended by the user', async () => {
  const reading = new FileReading(
    ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  )
  reading.stop()
  await expect(reading.chosen).rejects.toMatchObject({ name: 'AbortError' })
})
