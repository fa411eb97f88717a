// Runs in the page: finds elements as a user or a screen reader would, by role and name, label or text. One function without
// anything around it, since its text is what is sent.
import type { RoleStep, Step, Text, TextStep } from './steps'

/** What is known of the elements that the steps lead to; `elements` go back as references. */
export interface Found {
  readonly elements: Element[]
  /** Of the first. */
  readonly state: ElementState | null
}

export interface ElementState {
  readonly isVisible: boolean
  readonly isEnabled: boolean
  readonly isChecked: boolean
  readonly isFocused: boolean
  /** Where it is and how large: another text after it has moved. */
  readonly box: string
  readonly text: string
  readonly innerText: string
  readonly value: string | null
}

/** Needs no module, no import and no variable from outside. */
export function find(steps: readonly Step[]): Found {
  const oneLine = (text: string): string =>
    text
      .replace(/[\u200b\u00ad]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
  const elements = walk([document.documentElement], steps)
  const first = elements[0]
  return { elements, state: first === undefined ? null : stateOf(first) }

  function walk(roots: Element[], path: readonly Step[]): Element[] {
    let found: Element[] = roots
    for (const step of path) found = take(found, step, roots)
    return found
  }

  function take(from: Element[], step: Step, roots: Element[]): Element[] {
    switch (step.by) {
      case 'nth':
        return from.slice(step.index, step.index === -1 ? undefined : step.index + 1)
      case 'has':
        return from.filter((element) => walk([element], step.steps).length > 0)
      case 'hasText':
        return from.filter((element) => fits(element.textContent ?? '', step.text))
      case 'or':
        return inOrder([...from, ...walk(roots, step.steps)])
      case 'css':
        return inOrder(from.flatMap((element) => [...element.querySelectorAll(step.css)]))
      default:
        return inOrder(from.flatMap((element) => [...element.querySelectorAll('*')].filter((each) => is(each, step))))
    }
  }

  function is(element: Element, step: RoleStep | TextStep): boolean {
    if (step.by === 'role') {
      if (roleOf(element) !== step.role || (!step.withHidden && isHiddenForAll(element))) return false
      const expanded = element.getAttribute('aria-expanded') === 'true'
      if (step.isExpanded !== undefined && expanded !== step.isExpanded) return false
      return step.name === undefined || fits(nameOf(element), step.name)
    }
    const { by, text } = step
    if (by === 'label') return labelsOf(element).some((label) => fits(label, text))
    if (by === 'title') return element.hasAttribute('title') && fits(element.getAttribute('title') ?? '', text)
    if (element.matches('script, style, head, head *') || !fits(element.textContent ?? '', text)) return false
    return ![...element.children].some((child) => fits(child.textContent ?? '', text))
  }

  function fits(whole: string, wanted: Text): boolean {
    const text = oneLine(whole)
    if ('pattern' in wanted) return new RegExp(wanted.pattern, wanted.flags).test(text)
    const part = oneLine(wanted.text)
    return wanted.isExact ? text === part : text.toLowerCase().includes(part.toLowerCase())
  }

  function inOrder(list: Element[]): Element[] {
    return [...new Set(list)].sort((a, b) =>
      a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : a === b ? 0 : 1
    )
  }

  function roleOf(element: Element): string {
    const given = element.getAttribute('role')?.trim().split(/\s+/)[0]
    if (given) return given
    const tag = element.localName
    if (tag === 'input') {
      const type = (element as HTMLInputElement).type
      if (element.hasAttribute('list')) return 'combobox'
      const byType: Record<string, string> = {
        checkbox: 'checkbox',
        radio: 'radio',
        range: 'slider',
        number: 'spinbutton',
        search: 'searchbox',
        button: 'button',
        submit: 'button',
        reset: 'button'
      }
      return byType[type] ?? (/^(text|email|url|tel)$/.test(type) ? 'textbox' : '')
    }
    if (tag === 'a') return element.hasAttribute('href') ? 'link' : ''
    if (tag === 'select') return (element as HTMLSelectElement).multiple ? 'listbox' : 'combobox'
    if (tag === 'section') return nameOf(element) === '' ? '' : 'region'
    const byTag: Record<string, string> = {
      button: 'button',
      textarea: 'textbox',
      nav: 'navigation',
      main: 'main',
      aside: 'complementary',
      dialog: 'dialog',
      form: 'form',
      ul: 'list',
      ol: 'list',
      li: 'listitem',
      table: 'table',
      tr: 'row',
      td: 'cell',
      th: 'columnheader',
      img: 'img',
      output: 'status',
      option: 'option',
      progress: 'progressbar',
      fieldset: 'group'
    }
    return byTag[tag] ?? (/^h[1-6]$/.test(tag) ? 'heading' : '')
  }

  function labelsOf(element: Element): string[] {
    const by = (element.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter(Boolean)
    if (by.length > 0) return [by.map((id) => document.getElementById(id)?.textContent ?? '').join(' ')]
    const given = element.getAttribute('aria-label')
    if (given !== null) return [given]
    const labels = (element as HTMLInputElement).labels
    return labels ? [...labels].map((label) => label.textContent ?? '') : []
  }

  function nameOf(element: Element): string {
    const label = oneLine(labelsOf(element).join(' '))
    if (label !== '') return label
    const fromContent =
      /^(button|link|heading|cell|row|columnheader|option|radio|checkbox|switch|tab|menuitem|gridcell)$/
    const text = fromContent.test(element.localName === 'section' ? '' : roleOf(element)) ? contentOf(element) : ''
    return oneLine(text) || oneLine(element.getAttribute('title') ?? element.getAttribute('placeholder') ?? '')
  }

  function contentOf(node: Node): string {
    if (node.nodeType === Node.TEXT_NODE) return node.nodeValue ?? ''
    if (!(node instanceof Element) || node.getAttribute('aria-hidden') === 'true') return ''
    const style = getComputedStyle(node)
    if (style.display === 'none' || style.visibility === 'hidden') return ''
    const label = node.getAttribute('aria-label') ?? node.getAttribute('alt')
    if (label !== null) return ` ${label} `
    const text = [...node.childNodes].map(contentOf).join('')
    return style.display === 'inline' ? text : ` ${text} `
  }

  function isHiddenForAll(element: Element): boolean {
    if (getComputedStyle(element).visibility !== 'visible') return true
    for (let each: Element | null = element; each !== null; each = each.parentElement)
      if (each.getAttribute('aria-hidden') === 'true' || getComputedStyle(each).display === 'none') return true
    return false
  }

  function stateOf(element: Element): ElementState {
    const box = element.getBoundingClientRect()
    const field = element as HTMLInputElement
    const isVisible = box.width > 0 && box.height > 0 && getComputedStyle(element).visibility === 'visible'
    const isEnabled = !element.matches(':disabled') && element.closest('[aria-disabled=true]') === null
    return {
      isVisible,
      isEnabled,
      isChecked: field.checked ?? element.getAttribute('aria-checked') === 'true',
      isFocused: document.activeElement === element,
      box: [box.x, box.y, box.width, box.height].join(),
      text: oneLine(element.textContent ?? ''),
      innerText: (element as HTMLElement).innerText ?? '',
      value: typeof field.value === 'string' ? field.value : null
    }
  }
}
