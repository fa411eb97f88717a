import * as espree from 'espree'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const root = new URL('..', import.meta.url).pathname

const noHtml = [
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/]',
    message: 'Hostile names: text nodes only.'
  },
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name='write']",
    message: 'Hostile names: text nodes only.'
  }
]

export default ts.config(
  // Modules are oxlint's, which has the rules that need types in a tenth of the time.
  { ignores: ['dist/', 'node_modules/', 'test-results/', '**/*.ts'] },
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ['.config/**'], languageOptions: { globals: globals.node } },
  {
    // It must run in browsers that are too old for everything else.
    files: ['public/browser-check.js'],
    languageOptions: { ecmaVersion: 5, sourceType: 'script', parser: espree },
    rules: { '@typescript-eslint/no-unused-vars': 'off', 'no-var': 'off' }
  },
  {
    files: ['**/*.svelte'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: root
      }
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }]
    }
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-syntax': ['error', ...noHtml],
      'svelte/no-at-html-tags': 'error',
      'no-console': 'error',
      'svelte/require-store-reactive-access': 'off', // no stores, and it asks the types of every name
      'svelte/no-navigation-without-resolve': 'off', // hash routes, no SvelteKit
      'svelte/prefer-svelte-reactivity': 'off' // what is not shown need not be reactive
    }
  }
)
