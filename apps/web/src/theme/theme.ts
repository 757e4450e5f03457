import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Siar's own colour: what can be pressed and what is chosen. It says nothing about a state. */
const violet: MantineColorsTuple = [
  '#f1effd',
  '#e0dcf9',
  '#c0b8f1',
  '#9e92e9',
  '#8172e2',
  '#6d5ddd',
  '#5b4bdb',
  '#4c3dc2',
  '#4235ae',
  '#372c99',
];

const night: MantineColorsTuple = [
  '#e4e5ea',
  '#bdbfc9',
  '#9597a4',
  '#70727f',
  '#454855',
  '#343742',
  '#262932',
  '#191b21',
  '#131519',
  '#0e0f13',
];

export const theme = createTheme({
  primaryColor: 'violet',
  primaryShade: { light: 6, dark: 5 },
  colors: { violet, dark: night },
  autoContrast: true,
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.375rem', lineHeight: '1.3' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: true } },
    // The placeholder is a focusable element with role presentation, which no menu may own.
    Menu: { defaultProps: { shadow: 'md', radius: 'md', withInitialFocusPlaceholder: false } },
  },
});
