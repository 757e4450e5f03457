import { Menu } from '@mantine/core';
import type { AppAction } from './action.ts';
import { Keys } from './Keys.tsx';

/** Actions as the items of any Mantine menu. */
export function ActionMenuItems({ actions }: { actions: readonly AppAction[] }) {
  return actions.map((action) => (
    <Menu.Item
      key={action.id}
      leftSection={<action.icon size={16} aria-hidden />}
      rightSection={action.keys === undefined ? undefined : <Keys keys={action.keys} />}
      disabled={action.disabled !== undefined}
      title={action.disabled}
      {...(action.danger === true ? { color: 'red' } : {})}
      onClick={action.run}
    >
      {action.label}
    </Menu.Item>
  ));
}
