// How long this process has computed: a limit on that holds on a busy machine too, where one on the clock fails.

/** Milliseconds of CPU time so far. */
export function cpuTimeMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
