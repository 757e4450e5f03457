import { Button, EmptyState, Group, Skeleton, Stack, Text } from '@mantine/core';
import { IconPlugConnectedX, IconRefresh, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useRefusalText } from '../api/useRefusalText.ts';
import { useT } from '../i18n/I18n.tsx';

/** Nothing is here yet: what this place is for, and the way to fill it. */
export function Nothing({
  icon: Shape,
  title,
  text,
  children,
}: {
  icon: Icon;
  title: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <EmptyState
      icon={<Shape aria-hidden />}
      title={title}
      {...(text === undefined ? {} : { description: text })}
      size="sm"
      p="xl"
      withIndicatorBackground
    >
      {children !== undefined && <EmptyState.Actions>{children}</EmptyState.Actions>}
    </EmptyState>
  );
}

/** It could not be fetched: what happened, why, and what to do. */
export function Trouble({
  error,
  ours = false,
  title,
  onRetry,
}: {
  error: unknown;
  /** A bug of the page, not an answer of the server. */
  ours?: boolean;
  title?: string;
  onRetry?: () => void;
}) {
  const t = useT();
  const refusalText = useRefusalText();
  const text = ours ? { ...t.common.broken, requestId: null } : refusalText(error);
  return (
    <EmptyState
      role="alert"
      icon={<IconPlugConnectedX aria-hidden />}
      title={title ?? t.common.pageFailed}
      color="red"
      variant="light"
      size="sm"
      p="xl"
    >
      <Stack gap={4} align="center">
        <Text size="sm" ta="center">
          {text.sentence}
        </Text>
        <Text size="sm" c="dimmed" ta="center">
          {text.remedy}
        </Text>
        {text.requestId !== null && (
          <Text size="xs" c="dimmed">
            {t.common.requestId(text.requestId)}
          </Text>
        )}
      </Stack>
      {onRetry !== undefined && (
        <EmptyState.Actions>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={onRetry}
          >
            {t.common.retry}
          </Button>
        </EmptyState.Actions>
      )}
    </EmptyState>
  );
}

/** The shape of a list that is on its way. */
export function RowsComing({ rows = 8 }: { rows?: number }) {
  const t = useT();
  return (
    <Stack gap="md" p="md" aria-busy role="status" aria-label={t.common.loading}>
      {Array.from({ length: rows }, (_, index) => (
        <Group key={index} gap="sm" wrap="nowrap">
          <Stack gap={6} flex={1}>
            <Skeleton height={10} width={`${70 - (index % 4) * 12}%`} />
            <Skeleton height={8} width={`${45 - (index % 3) * 8}%`} />
          </Stack>
          <Skeleton height={18} width={72} radius="xl" />
        </Group>
      ))}
    </Stack>
  );
}

/** The shape of a page that is on its way. */
export function PageComing() {
  const t = useT();
  return (
    <Stack gap="lg" p="lg" aria-busy role="status" aria-label={t.common.loading}>
      <Skeleton height={22} width={220} />
      <Skeleton height={120} />
      <Skeleton height={220} />
    </Stack>
  );
}
