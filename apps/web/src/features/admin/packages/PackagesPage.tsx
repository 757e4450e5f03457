import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconDots, IconPackage, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Package } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { ActionButtons } from '../../../app/actions/ActionButtons.tsx';
import { ActionMenuItems } from '../../../app/actions/ActionMenuItems.tsx';
import { useActions } from '../../../app/actions/registry.ts';
import { Page, Section } from '../../../components/Page.tsx';
import { Nothing, RowsComing, Trouble } from '../../../components/states.tsx';
import { ToneBadge } from '../../../components/ToneMark.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { RecordTable, type Column } from '../records/RecordTable.tsx';
import { PackageDialog } from './PackageDialog.tsx';
import { usePackageActions } from './usePackageActions.tsx';

type Dialog = { kind: 'create' } | { kind: 'edit'; offer: Package };

/** What is sold and given: also what is off sale. */
export function PackagesPage() {
  const { t } = useI18n();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const create = {
    id: 'package.new',
    label: t.admin.newPackage,
    icon: IconPlus,
    keys: 'n',
    run: () => setDialog({ kind: 'create' }),
  };
  useActions('here', [create]);
  return (
    <Page
      title={t.admin.packages}
      width="full"
      tools={<ActionButtons label={t.admin.packages} actions={[create]} primary="package.new" />}
    >
      <Section>
        <Packages onCreate={create.run} onEdit={(offer) => setDialog({ kind: 'edit', offer })} />
      </Section>
      {dialog !== null && (
        <PackageDialog
          offer={dialog.kind === 'create' ? null : dialog.offer}
          onClose={() => setDialog(null)}
        />
      )}
    </Page>
  );
}

function Packages({ onCreate, onEdit }: { onCreate: () => void; onEdit: (offer: Package) => void }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const packages = useQuery(trpc.adminBilling.packages.queryOptions());
  const columns = useColumns({ onEdit });
  if (packages.isPending) return <RowsComing rows={4} />;
  if (packages.isError) {
    return (
      <Trouble title={t.common.listFailed} error={packages.error} onRetry={() => void packages.refetch()} />
    );
  }
  if (packages.data.items.length === 0) {
    return (
      <Nothing icon={IconPackage} title={t.admin.packagesEmpty} text={t.admin.packagesEmptyText}>
        <Button size="xs" onClick={onCreate}>
          {t.admin.newPackage}
        </Button>
      </Nothing>
    );
  }
  return (
    <RecordTable
      label={t.admin.packagesLabel}
      columns={columns}
      items={packages.data.items}
      keyOf={(offer) => offer.id}
    />
  );
}

function useColumns({ onEdit }: { onEdit: (offer: Package) => void }): Column<Package>[] {
  const { t, format } = useI18n();
  const actionsOf = usePackageActions({ onEdit });
  return [
    {
      id: 'name',
      header: t.admin.packageName,
      render: (offer) => (
        <>
          <Text span size="sm" fw={550}>
            {offer.name}
          </Text>{' '}
          {offer.isTrial && <ToneBadge tone="waiting">{t.billing.trial}</ToneBadge>}
          {offer.description !== '' && (
            <Text size="xs" c="dimmed" fw={400}>
              {offer.description}
            </Text>
          )}
        </>
      ),
    },
    {
      id: 'price',
      header: t.admin.priceColumn,
      align: 'end',
      render: (offer) => (offer.priceRupiah === 0 ? t.billing.free : format.money(offer.priceRupiah)),
    },
    {
      id: 'months',
      header: t.admin.periodColumn,
      align: 'end',
      render: (offer) => t.admin.monthsText(format.number(offer.months)),
    },
    { id: 'quota', header: t.admin.quota, align: 'end', render: (offer) => format.number(offer.quota) },
    {
      id: 'state',
      header: t.common.status,
      render: (offer) => (
        <ToneBadge tone={offer.isActive ? 'done' : 'stopped'}>
          {offer.isActive ? t.admin.offered : t.admin.notOffered}
        </ToneBadge>
      ),
    },
    {
      id: 'actions',
      header: t.admin.packageToolbar,
      isHeaderHidden: true,
      align: 'end',
      render: (offer) => (
        <Menu position="bottom-end" width={230}>
          <Menu.Target>
            <ActionIcon variant="default" aria-label={`${t.admin.packageToolbar}: ${offer.name}`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionMenuItems actions={actionsOf(offer)} />
          </Menu.Dropdown>
        </Menu>
      ),
    },
  ];
}
