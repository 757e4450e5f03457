import { Center, Loader } from '@mantine/core';
import { useT } from '../i18n/I18n.tsx';

/** While it is not known yet who is there, and so which window to draw. */
export function Splash() {
  const t = useT();
  return (
    <Center h="100dvh" role="status" aria-label={t.common.loading}>
      <Loader size="sm" />
    </Center>
  );
}
