import { ActionIcon, Button, Menu, Text, Textarea, Toolbar, Tooltip } from '@mantine/core';
import {
  IconBold,
  IconCode,
  IconForms,
  IconItalic,
  IconStrikethrough,
  IconUser,
  type Icon,
} from '@tabler/icons-react';
import { useRef, type KeyboardEvent } from 'react';
import { MAX_MESSAGE_LENGTH } from '@siar/shared';
import { Keys } from '../../../app/actions/Keys.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import classes from '../templates.module.css';
import { insertText, wrapSelection } from './insert-text.ts';

/** Where a message is written: WhatsApp's marks and the contacts' fields at hand, its length in sight. */
export function MessageEditor({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string | undefined;
  onChange: (value: string) => void;
}) {
  const { t, format } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const words = t.templates;
  const marks: { mark: string; label: string; icon: Icon; key?: string }[] = [
    { mark: '*', label: words.bold, icon: IconBold, key: 'b' },
    { mark: '_', label: words.italic, icon: IconItalic, key: 'i' },
    { mark: '~', label: words.strike, icon: IconStrikethrough },
    { mark: '```', label: words.mono, icon: IconCode },
  ];
  const wrap = (mark: string) => {
    if (field.current !== null) wrapSelection(field.current, mark);
  };
  const insert = (text: string) => {
    if (field.current !== null) insertText(field.current, text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.ctrlKey && !event.metaKey) return;
    const pressed = marks.find(({ key }) => key === event.key.toLowerCase());
    if (pressed === undefined) return;
    event.preventDefault();
    wrap(pressed.mark);
  };
  const isLong = value.length > MAX_MESSAGE_LENGTH;

  const toolbar = (
    <Toolbar
      aria-label={words.formatting}
      withBorder={false}
      p={0}
      my={6}
      bg="transparent"
      className={classes.marks}
    >
      {marks.map(({ mark, label, icon: Shape, key }) => (
        <Tooltip
          key={mark}
          label={
            <>
              {label} {key !== undefined && <Keys keys={`mod+${key}`} />}
            </>
          }
        >
          <ActionIcon aria-label={label} size={30} onClick={() => wrap(mark)}>
            <Shape size={17} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
      <Menu position="bottom-start" width={270} returnFocus={false}>
        <Menu.Target>
          <Button size="xs" variant="default" leftSection={<IconForms size={16} aria-hidden />}>
            {words.insert}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconUser size={16} aria-hidden />} onClick={() => insert('{{nama}}')}>
            {words.insertName}
          </Menu.Item>
          <Menu.Item leftSection={<IconUser size={16} aria-hidden />} onClick={() => insert('{{nama|Kak}}')}>
            {words.insertNameFallback}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconForms size={16} aria-hidden />}
            onClick={() => insert(`{{${words.insertOtherName}}}`)}
          >
            {words.insertOther}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Toolbar>
  );

  return (
    <div>
      <Textarea
        ref={field}
        label={words.body}
        description={words.bodyHint}
        placeholder={words.bodyPlaceholder}
        error={isLong ? words.tooLong(format.number(MAX_MESSAGE_LENGTH)) : error}
        autosize
        minRows={8}
        maxRows={20}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        inputContainer={(children) => (
          <>
            {toolbar}
            {children}
          </>
        )}
      />
      <Text size="xs" c={isLong ? 'red' : 'dimmed'} ta="end" mt={4}>
        {words.chars(format.number(value.length), format.number(MAX_MESSAGE_LENGTH))}
      </Text>
    </div>
  );
}
