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

/** What the page shows; with `event`: what its user did. */
export interface Sighting {
  /** By the page's clock. */
  readonly atMs: number
  readonly event?: 'drop' | 'click'
  /** Of the open dialog; '': there is none. */
  readonly title: string
  readonly status: string
  /** Its main button. */
  readonly button: 'none' | 'disabled' | 'enabled'
  /** The first words of the transfers' summary. */
  readonly summary: string
}

/** What the page's thread did for more than 50 ms; browsers tell of no shorter ones. */
export interface LongTask {
  readonly atMs: number
  readonly durationMs: number
}

/** From now on every change of what the page shows is noted, and every long task. */
export function watchScreen(): void {
  const [seen, tasks]: [Sighting[], LongTask[]] = [[], []]
  const textOf = (selector: string): string => document.querySelector(selector)?.textContent ?? ''
  const shown = () => {
    const button = document.querySelector<HTMLButtonElement>('dialog[open] .primary')
    return {
      title: textOf('dialog[open] h2'),
      status: textOf('dialog[open] [role=status]'),
      button: button === null ? ('none' as const) : button.disabled ? ('disabled' as const) : ('enabled' as const),
      summary: textOf('.drawer button[aria-expanded] strong')
    }
  }
  let last = ''
  const look = (): void => {
    const now = shown()
    const text = JSON.stringify(now)
    if (text !== last) seen.push({ atMs: performance.now(), ...now })
    last = text
  }
  const observed = { subtree: true, childList: true, characterData: true, attributeFilter: ['disabled', 'open'] }
  new MutationObserver(look).observe(document, observed)
  for (const event of ['drop', 'click'] as const)
    addEventListener(event, ({ timeStamp }) => seen.push({ atMs: timeStamp, event, ...shown() }), true)
  const note = (entries: readonly PerformanceEntry[]): void => {
    for (const { startTime, duration } of entries) tasks.push({ atMs: startTime, durationMs: duration })
  }
  const observer = new PerformanceObserver((list) => note(list.getEntries()))
  observer.observe({ type: 'longtask' })
  Object.assign(window, { benchScreen: { seen, tasks, flush: () => note(observer.takeRecords()) } })
}

export interface ScreenSeen {
  readonly seen: readonly Sighting[]
  readonly tasks: readonly LongTask[]
}

/** Since {@link watchScreen}. */
export function screenSeen(): ScreenSeen {
  const { seen, tasks, flush } = (
    window as unknown as { benchScreen: { seen: Sighting[]; tasks: LongTask[]; flush: () => void } }
  ).benchScreen
  flush()
  return { seen, tasks }
}

/** Resolves when more transfers than that were under way and no longer are, or when one has failed. */
export function untilUnderWay(count: number): Promise<void> {
  return new Promise((resolve) => {
    let wereMore = false
    const timer = setInterval(() => {
      const line = document.querySelector('.drawer button[aria-expanded]')
      const summary = line?.querySelector('strong')?.textContent
      if (line?.textContent === undefined || summary === undefined) return // none is there yet
      const underWay = Number(/^([\d,]+) transfers?$/.exec(summary)?.[1]?.replaceAll(',', '') ?? 0)
      wereMore ||= underWay > count
      if ((underWay > count || !wereMore) && !line.textContent.includes('failed')) return
      clearInterval(timer)
      resolve()
    }, 250)
  })
}

/** Resolves when the page's database has a record for each transfer that is under way. */
export async function untilJournalled(): Promise<void> {
  const requested = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result)
      request.onerror = () => reject(request.error ?? new Error('No records'))
    })
  const database = await requested(indexedDB.open('lockgate'))
  const [store = ''] = database.objectStoreNames
  for (let isOver = false; !isOver;) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const records = await requested(database.transaction(store).objectStore(store).count())
    const summary = document.querySelector('.drawer button[aria-expanded] strong')?.textContent ?? ''
    isOver = records >= Number(/^[\d,]+/.exec(summary)?.[0].replaceAll(',', '') ?? Infinity)
  }
  database.close()
}
