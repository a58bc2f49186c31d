import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Imports run one way: routes → features → api and ui; nothing below knows what is above. */
const oneWay = {
  'import-x/no-restricted-paths': [
    'error',
    {
      zones: [
        { target: './src/api', from: ['./src/app', './src/features', './src/routes', './src/ui'] },
        { target: './src/ui', from: ['./src/app', './src/features', './src/routes'] },
        { target: './src/features', from: ['./src/app', './src/routes'] },
        { target: './src/features/session', from: ['./src/features/namespace', './src/features/operation'] },
        { target: './src/features/operation', from: ['./src/features/namespace'] },
      ],
    },
  ],
  'import-x/no-cycle': 'error',
};

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'test-results/', 'playwright-report/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      ...oneWay,
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.strict],
    languageOptions: { globals: globals.browser },
    // TanStack Router's redirect() and notFound() are thrown by design.
    rules: { '@typescript-eslint/only-throw-error': 'off' },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: globals.browser } },
);
