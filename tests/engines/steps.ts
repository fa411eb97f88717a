// How a test says where something is: the steps of a locator, plain data that goes into the page.

/** Without a pattern: case does not count and a part is enough, unless it is exact. White space is one blank. */
export type Text =
  { readonly text: string; readonly isExact: boolean } | { readonly pattern: string; readonly flags: string }

export interface RoleStep {
  readonly by: 'role'
  readonly role: string
  readonly name?: Text | undefined
  readonly isExpanded?: boolean | undefined
  readonly withHidden?: boolean | undefined
}
export interface TextStep {
  readonly by: 'label' | 'text' | 'title'
  readonly text: Text
}
export type Step =
  | RoleStep
  | TextStep
  | { readonly by: 'css'; readonly css: string }
  | { readonly by: 'has'; readonly steps: readonly Step[] }
  | { readonly by: 'hasText'; readonly text: Text }
  | { readonly by: 'nth'; readonly index: number }
  | { readonly by: 'or'; readonly steps: readonly Step[] }

export function toText(text: string | RegExp, isExact = false): Text {
  return typeof text === 'string' ? { text, isExact } : { pattern: text.source, flags: text.flags }
}

/** For an error: the way to what was not found. */
export function describeSteps(steps: readonly Step[]): string {
  return steps.map(describeStep).join(' → ')
}

function describeStep(step: Step): string {
  switch (step.by) {
    case 'role':
      return step.name === undefined ? step.role : `${step.role} ${describeText(step.name)}`
    case 'label':
    case 'text':
    case 'title':
    case 'hasText':
      return `${step.by} ${describeText(step.text)}`
    case 'css':
      return step.css
    case 'nth':
      return `number ${step.index}`
    case 'has':
    case 'or':
      return `${step.by} (${describeSteps(step.steps)})`
  }
}

function describeText(text: Text): string {
  return 'text' in text ? `“${text.text}”` : `/${text.pattern}/`
}
