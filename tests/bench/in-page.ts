// What the bench runs inside Lockgate's page, beside it: each function is sent there as it stands and may use nothing around it.

/**
 * Headless browsers have no picker: that of directories gives one of the private file system, whose handles are the same; without those
 * of files a large download goes to the browser's own downloads, and an input chooses what is uploaded.
 */
export function pickDirectories(): void {
  Object.assign(window, {
    showSaveFilePicker: undefined,
    showOpenFilePicker: undefined,
    showDirectoryPicker: async () =>
      (await navigator.storage.getDirectory()).getDirectoryHandle('picked', { create: true })
  })
}

/** What is in the picked directory. */
export async function countPicked(): Promise<{ readonly count: number; readonly sizeBytes: number }> {
  let [count, sizeBytes] = [0, 0]
  const walk = async (folder: FileSystemDirectoryHandle): Promise<void> => {
    for await (const handle of folder.values())
      if (handle.kind === 'directory') await walk(handle as FileSystemDirectoryHandle)
      else {
        count++
        sizeBytes += (await (handle as FileSystemFileHandle).getFile()).size
      }
  }
  await walk(await (await navigator.storage.getDirectory()).getDirectoryHandle('picked'))
  return { count, sizeBytes }
}

export async function dropPicked(): Promise<void> {
  await (await navigator.storage.getDirectory()).removeEntry('picked', { recursive: true })
}

/** From now on the tasks of the page's thread are noted that take more than 50 ms; browsers tell of no shorter ones. */
export function watchTasks(): void {
  const tasks: number[] = []
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
  observer.observe({ type: 'longtask' })
  Object.assign(window, { benchTasks: { tasks, observer } })
}

/** Since then, in milliseconds; 0: none took more than 50. */
export function longestTask(): number {
  const { tasks, observer } = (
    window as unknown as { benchTasks: { readonly tasks: number[]; readonly observer: PerformanceObserver } }
  ).benchTasks
  tasks.push(...observer.takeRecords().map(({ duration }) => duration))
  observer.disconnect()
  return Math.max(0, ...tasks)
}
