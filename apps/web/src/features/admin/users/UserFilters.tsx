import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchBox } from '../../../components/SearchBox.tsx';
import { useT } from '../../../i18n/I18n.tsx';
import * as searchOf from '../../../app/search.ts';
import classes from './users.module.css';

/** Search, state and role; all three stand in the URL. */
export function UserFilters() {
  const t = useT();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/admin/users' });
  const set = (change: Record<string, unknown>) =>
    void navigate({ to: '.', search: searchOf.users({ ...search, ...change }), replace: true });
  return (
    <div className={classes.filters}>
      <SearchBox label={t.admin.searchUsers} value={search.q ?? ''} onChange={(q) => set({ q })} />
      <div className={classes.selects}>
        <Select
          size="xs"
          aria-label={t.admin.filterState}
          allowDeselect={false}
          value={search.state ?? ''}
          onChange={(state) => set({ state })}
          data={[
            { value: '', label: t.admin.filterAll },
            { value: 'active', label: t.admin.filterActive },
            { value: 'deactivated', label: t.admin.filterInactive },
          ]}
        />
        <Select
          size="xs"
          aria-label={t.admin.filterRole}
          allowDeselect={false}
          value={search.role ?? ''}
          onChange={(role) => set({ role })}
          data={[
            { value: '', label: t.admin.filterRoleAll },
            { value: 'USER', label: t.admin.roles.USER },
            { value: 'ADMIN', label: t.admin.roles.ADMIN },
          ]}
        />
      </div>
    </div>
  );
}
