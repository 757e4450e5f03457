import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import {
  IconGift,
  IconHistory,
  IconPencil,
  IconPlayerPlay,
  IconPlayerStop,
  IconTrash,
} from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import type { Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import type { AppAction } from '../../../app/actions/action.ts';
import { useT } from '../../../i18n/I18n.tsx';
import { useMe } from '../../../shell/useMe.ts';
import { useUserDialog } from './dialogs.ts';
import { useRefreshUsers } from './useRefreshUsers.ts';

/** What an admin can do with a person: for the toolbar, the row's menu and the palette. */
export function useUserActions(): (user: Person) => AppAction[] {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const me = useMe();
  const router = useRouter();
  const openDialog = useUserDialog();
  const { changed } = useRefreshUsers();
  const onError = (error: unknown) => tell.refused(error);
  const activate = useMutation(
    trpc.users.activate.mutationOptions({
      onSuccess(user) {
        changed(user);
        tell.done(t.admin.activated);
      },
      onError,
    }),
  );
  const deactivate = useMutation(
    trpc.users.deactivate.mutationOptions({
      onSuccess(user) {
        changed(user);
        tell.done(t.admin.deactivated);
      },
      onError,
    }),
  );
  // Asked, not undone: activating again would not resume the blasts or reconnect the number.
  const askDeactivate = (user: Person) =>
    modals.openConfirmModal({
      title: t.admin.deactivateAsk(user.name),
      children: <Text size="sm">{t.admin.deactivateText}</Text>,
      labels: { confirm: t.admin.deactivate, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => deactivate.mutate({ id: user.id }),
    });

  return (user) => {
    const isActive = user.deactivatedAt === null;
    const isMe = user.id === me.id;
    return [
      {
        id: 'user.edit',
        label: t.common.edit,
        icon: IconPencil,
        keys: 'e',
        run: () => openDialog({ kind: 'edit', user }),
      },
      ...(user.role === 'USER'
        ? [
            {
              id: 'user.grant',
              label: t.admin.grant,
              icon: IconGift,
              run: () => openDialog({ kind: 'grant', user }),
            },
          ]
        : []),
      isActive
        ? {
            id: 'user.deactivate',
            label: t.admin.deactivate,
            icon: IconPlayerStop,
            disabled: isMe ? t.admin.notYourself : undefined,
            run: () => askDeactivate(user),
          }
        : {
            id: 'user.activate',
            label: t.admin.activate,
            icon: IconPlayerPlay,
            run: () => activate.mutate({ id: user.id }),
          },
      {
        id: 'user.audit',
        label: t.admin.activityAll,
        icon: IconHistory,
        run: () => void router.navigate({ to: '/admin/audit', search: { user: user.id } }),
      },
      {
        id: 'user.delete',
        label: t.admin.delete,
        icon: IconTrash,
        danger: true,
        disabled: isMe ? t.admin.notYourself : isActive ? t.admin.deleteActive : undefined,
        run: () => openDialog({ kind: 'delete', user }),
      },
    ];
  };
}
