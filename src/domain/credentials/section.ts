// What every format of settings comes down to: sections of named values. Knows no format and no meaning.

export interface Setting {
  /** As the format means it: never trimmed or unquoted beyond its own rules. */
  readonly value: string
  /** Counted from 1. */
  readonly line: number
  /** True: the value comes from elsewhere (a variable, a command), or its quotes do not end. */
  readonly isUnknown?: boolean
}

export interface Section {
  /** `default` where the format has none. */
  readonly name: string
  /** 0: the file as a whole. */
  readonly line: number
  /** By {@link plainName}; nested ones as `s3.endpointurl`. */
  readonly settings: Map<string, Setting>
  readonly isEnvironment: boolean
}

/** In lower case, without `_`, `-` and spaces: `Secret access key` and `SECRET_ACCESS_KEY` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[_\s-]/g, '')
}

export function linesOf(text: string): string[] {
  return text.split(/\r\n|\n|\r/)
}
