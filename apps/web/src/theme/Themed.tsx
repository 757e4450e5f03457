import { MantineProvider, mergeThemeOverrides, type MantineColorSchemeManager } from '@mantine/core';
import { useMemo, type ReactNode } from 'react';
import { useT } from '../i18n/I18n.tsx';
import { theme } from './theme.ts';

/** Mantine with our look, and with the names of its own little buttons in the reader's language. */
export function Themed({
  colorSchemeManager,
  children,
}: {
  colorSchemeManager: MantineColorSchemeManager;
  children: ReactNode;
}) {
  const { close, clear, showPassword } = useT().common;
  const named = useMemo(() => {
    const closeButtonProps = { 'aria-label': close };
    const clearButtonProps = { 'aria-label': clear };
    return mergeThemeOverrides(theme, {
      components: {
        Modal: {
          defaultProps: {
            centered: true,
            overlayProps: { backgroundOpacity: 0.35, blur: 2 },
            closeButtonProps,
          },
        },
        Drawer: { defaultProps: { closeButtonProps } },
        Notification: { defaultProps: { closeButtonProps } },
        Select: { defaultProps: { clearButtonProps } },
        MultiSelect: { defaultProps: { clearButtonProps } },
        DateTimePicker: { defaultProps: { clearButtonProps } },
        PasswordInput: { defaultProps: { visibilityToggleButtonProps: { 'aria-label': showPassword } } },
      },
    });
  }, [close, clear, showPassword]);
  return (
    <MantineProvider theme={named} colorSchemeManager={colorSchemeManager} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
