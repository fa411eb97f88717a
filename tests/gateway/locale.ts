// One locale for every run, wherever it is started from: cron, ssh and containers often name none.

/**
 * Gives this process's children the locale C.UTF-8, which every Debian has. In the POSIX locale, which is what holds without
 * LANG or with one that is not installed, Chromium can't open a file whose path is not ASCII.
 */
export function useUtf8Locale(env: NodeJS.ProcessEnv = process.env): void {
  env['LC_ALL'] = 'C.UTF-8'
  delete env['LANGUAGE']
}
