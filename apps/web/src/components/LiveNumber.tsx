import { RollingNumber, type RollingNumberProps } from '@mantine/core';
import { useI18n } from '../i18n/I18n.tsx';

/** A count that changes under the reader's eyes: it rolls, it does not flicker. */
export function LiveNumber({ value, ...props }: { value: number } & Omit<RollingNumberProps, 'value'>) {
  const { locale } = useI18n();
  return (
    <RollingNumber
      value={value}
      thousandSeparator={locale === 'id' ? '.' : ','}
      decimalSeparator={locale === 'id' ? ',' : '.'}
      animationDuration={250}
      {...props}
    />
  );
}
