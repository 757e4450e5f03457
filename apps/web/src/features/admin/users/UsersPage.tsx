import { Button } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { Outlet, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useActions } from '../../../app/actions/registry.ts';
import { ListDetail } from '../../../components/ListDetail.tsx';
import { ChooseHint, ListPane } from '../../../components/ListPane.tsx';
import { Nothing } from '../../../components/states.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import { DeleteUserDialog } from './DeleteUserDialog.tsx';
import { UserDialogContext, type UserDialog } from './dialogs.ts';
import { GrantDialog } from './GrantDialog.tsx';
import { UserFilters } from './UserFilters.tsx';
import { UserFormDialog } from './UserFormDialog.tsx';
import { UserList } from './UserList.tsx';

export function UsersPage() {
  const t = useT();
  const { userId } = useParams({ strict: false });
  const [dialog, setDialog] = useState<UserDialog | null>(null);
  const create = () => setDialog({ kind: 'create' });
  useActions('here', [{ id: 'user.new', label: t.admin.newUser, icon: IconPlus, keys: 'n', run: create }]);

  return (
    <UserDialogContext value={setDialog}>
      <ListDetail
        page="admin-users"
        hasDetail={userId !== undefined}
        list={
          <ListPane
            title={t.admin.users}
            actions={
              <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
                {t.admin.newUser}
              </Button>
            }
            tools={<UserFilters />}
          >
            <UserList openId={userId} />
          </ListPane>
        }
        detail={<Outlet />}
      />
      {dialog !== null && <OpenDialog dialog={dialog} onClose={() => setDialog(null)} />}
    </UserDialogContext>
  );
}

function OpenDialog({ dialog, onClose }: { dialog: UserDialog; onClose: () => void }) {
  switch (dialog.kind) {
    case 'create':
      return <UserFormDialog user={null} onClose={onClose} />;
    case 'edit':
      return <UserFormDialog user={dialog.user} onClose={onClose} />;
    case 'grant':
      return <GrantDialog user={dialog.user} onClose={onClose} />;
    case 'delete':
      return <DeleteUserDialog user={dialog.user} onClose={onClose} />;
  }
}

/** The right pane while nobody is open. */
export function NoUserChosen() {
  const t = useT();
  return (
    <ChooseHint>
      <Nothing icon={IconUsers} title={t.admin.chooseTitle} text={t.admin.chooseText} />
    </ChooseHint>
  );
}
