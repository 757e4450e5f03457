import { Alert } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useRefusalText } from '../api/useRefusalText.ts';
import { useT } from '../i18n/I18n.tsx';

/** Why the server said no to this form, and what to do; nothing while it has not. */
export function RefusalAlert({ error }: { error: unknown }) {
  const t = useT();
  const refusalText = useRefusalText();
  if (error === null || error === undefined) return null;
  const { sentence, remedy, requestId } = refusalText(error);
  return (
    <Alert color="red" variant="light" role="alert" icon={<IconAlertTriangle aria-hidden />} title={sentence}>
      {remedy} {requestId !== null && t.common.requestId(requestId)}
    </Alert>
  );
}
