import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/** Imports run one way: routes and app → features → ui and api. What a folder may not import, by the beginning of the path. */
const closed = {
  'src/api': ['app', 'features', 'routes', 'ui'],
  'src/ui': ['app', 'features', 'routes'],
  'src/features': ['app', 'routes'],
  'src/features/session': ['app', 'routes', 'namespace', 'operation'],
  'src/features/operation': ['app', 'routes', 'namespace'],
};

const oneWay = Object.entries(closed).map(([folder, above]) => ({
  files: [`${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: `^(\\.\\./)+(${above.join('|')})/`, message: 'Imports run one way: see eslint.config.js.' },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist/', 'coverage/', 'test-results/', 'playwright-report/', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
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
  ...oneWay,
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked], languageOptions: { globals: globals.browser } },
);
