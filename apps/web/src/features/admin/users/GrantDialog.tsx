import { Anchor, Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Package, Person } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import { RefusalAlert } from '../../../components/RefusalAlert.tsx';
import { RowsComing, Trouble } from '../../../components/states.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';

/** Gives a period of a package without payment. */
export function GrantDialog({ user, onClose }: { user: Person; onClose: () => void }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const packages = useQuery(trpc.adminBilling.packages.queryOptions());
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.admin.grantTitle(user.name)}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {packages.isPending ? (
        <RowsComing rows={3} />
      ) : packages.isError ? (
        <Trouble title={t.common.listFailed} error={packages.error} onRetry={() => void packages.refetch()} />
      ) : packages.data.items.length === 0 ? (
        <Text size="sm">
          {t.admin.grantEmpty}{' '}
          <Anchor component={Link} to="/admin/packages" size="sm">
            {t.admin.packages}
          </Anchor>
        </Text>
      ) : (
        <GrantForm user={user} packages={packages.data.items} onClose={onClose} />
      )}
    </Modal>
  );
}

function GrantForm({
  user,
  packages,
  onClose,
}: {
  user: Person;
  packages: readonly Package[];
  onClose: () => void;
}) {
  const { t, format } = useI18n();
  const trpc = useTRPC();
  const tell = useTell();
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState(packages[0]?.id ?? '');
  const grant = useMutation(
    trpc.adminBilling.grant.mutationOptions({
      onSuccess({ startDate, endDate }) {
        onClose();
        void queryClient.invalidateQueries({ queryKey: trpc.admin.audit.pathKey() });
        const startsLater = isLater(startDate);
        tell.done(t.admin.granted, {
          hint: startsLater
            ? t.admin.grantedFrom(format.date(startDate), format.date(endDate))
            : t.admin.grantedUntil(format.date(endDate)),
        });
      },
    }),
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        grant.mutate({ id: user.id, packageId: chosen });
      }}
    >
      <Stack gap="md">
        <RefusalAlert error={grant.error} />
        <Text size="sm">
          {t.admin.grantText} {t.admin.grantStacks}
        </Text>
        <Radio.Group label={t.admin.choosePackage} value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {packages.map((offer) => (
              <Radio
                key={offer.id}
                value={offer.id}
                label={offer.name}
                description={[
                  t.billing.messages(format.number(offer.quota)),
                  t.admin.monthsText(format.number(offer.months)),
                  ...(offer.isActive ? [] : [t.admin.notOffered]),
                ].join(' · ')}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={grant.isPending}>
            {t.admin.grant}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Not now, give or take the clocks of two machines. */
const isLater = (date: string): boolean => Date.parse(date) > Date.now() + 60_000;
