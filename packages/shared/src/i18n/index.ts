export { ERROR_TEXTS, errorMessage, type ErrorText } from './errors.ts';
export { DEFAULT_LOCALE, localeOf, LOCALES, type Locale } from './locale.ts';
