import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TenantRef } from './views.ts';

/** Whose row it is, and the way to him. @param nobody stands there when it is nobody's or he is gone */
export function TenantLink({ tenant, nobody }: { tenant: TenantRef; nobody: ReactNode }) {
  if (tenant === null) {
    return (
      <Text span size="sm" c="dimmed">
        {nobody}
      </Text>
    );
  }
  return (
    <Anchor
      size="sm"
      title={tenant.email}
      renderRoot={(props) => <Link to="/admin/users/$userId" params={{ userId: tenant.id }} {...props} />}
    >
      {tenant.name}
    </Anchor>
  );
}
