import { ActionIcon, Button, Menu, Toolbar, Tooltip } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useT } from '../../i18n/I18n.tsx';
import type { AppAction } from './action.ts';
import { ActionMenuItems } from './ActionMenuItems.tsx';

/** Actions as a toolbar: the first ones as buttons, the rest behind "more". */
export function ActionButtons({
  label,
  actions,
  visible = 3,
  primary,
}: {
  label: string;
  actions: readonly AppAction[];
  visible?: number;
  /** Id of the one that people come here for. */
  primary?: string;
}) {
  const t = useT();
  const shown = actions.slice(0, visible);
  const rest = actions.slice(visible);
  return (
    <Toolbar aria-label={label} withBorder={false} p={0} bg="transparent" style={{ flexWrap: 'nowrap' }}>
      {shown.map((action) => (
        <Tooltip
          key={action.id}
          label={action.disabled ?? action.label}
          disabled={action.disabled === undefined}
        >
          <Button
            size="xs"
            variant={action.id === primary ? 'filled' : 'default'}
            leftSection={<action.icon size={16} aria-hidden />}
            {...(action.disabled === undefined ? {} : { 'data-disabled': true, 'aria-disabled': true })}
            onClick={() => {
              if (action.disabled === undefined) action.run();
            }}
          >
            {action.label}
          </Button>
        </Tooltip>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end" width={230}>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t.common.more}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <ActionMenuItems actions={rest} />
          </Menu.Dropdown>
        </Menu>
      )}
    </Toolbar>
  );
}
