import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { IconEye, IconEyeOff, IconPencil, IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { refusalOf } from '../../../api/refusal.ts';
import type { Package } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import type { AppAction } from '../../../app/actions/action.ts';
import { useT } from '../../../i18n/I18n.tsx';
import { useRefreshPackages } from './useRefreshPackages.ts';

/** What an admin can do with a package. */
export function usePackageActions({
  onEdit,
}: {
  onEdit: (offer: Package) => void;
}): (offer: Package) => AppAction[] {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const refresh = useRefreshPackages();
  const update = useMutation(
    trpc.adminBilling.updatePackage.mutationOptions({
      onSuccess({ id, isActive }) {
        refresh();
        tell.done(isActive ? t.admin.packageOffered : t.admin.packageWithdrawn, {
          undo: () => update.mutate({ id, isActive: !isActive }),
        });
      },
      onError: (error) => tell.refused(error),
    }),
  );
  const remove = useMutation(
    trpc.adminBilling.removePackage.mutationOptions({
      onSuccess() {
        refresh();
        tell.done(t.admin.packageDeleted);
      },
      onError(error) {
        if (refusalOf(error).details['reason'] !== 'in_use') {
          tell.refused(error);
          return;
        }
        notifications.show({
          color: 'red',
          autoClose: 10_000,
          title: t.admin.packageInUse,
          message: t.admin.packageInUseHint,
        });
      },
    }),
  );
  const askRemove = (offer: Package) =>
    modals.openConfirmModal({
      title: t.admin.packageDeleteAsk(offer.name),
      children: <Text size="sm">{t.admin.packageDeleteText}</Text>,
      labels: { confirm: t.common.delete, cancel: t.common.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate({ id: offer.id }),
    });

  return (offer) => [
    { id: 'package.edit', label: t.common.edit, icon: IconPencil, run: () => onEdit(offer) },
    {
      id: 'package.offer',
      label: offer.isActive ? t.admin.withdraw : t.admin.offer,
      icon: offer.isActive ? IconEyeOff : IconEye,
      run: () => update.mutate({ id: offer.id, isActive: !offer.isActive }),
    },
    {
      id: 'package.delete',
      label: t.common.delete,
      icon: IconTrash,
      danger: true,
      run: () => askRemove(offer),
    },
  ];
}
