import { Button, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../api/trpc.ts';
import { useTell } from '../../api/useTell.tsx';
import { RefusalAlert } from '../../components/RefusalAlert.tsx';
import { useT } from '../../i18n/I18n.tsx';
import { useMe } from '../../shell/useMe.ts';
import { rules } from '../auth/validation.ts';
import { useTimeZones } from './useTimeZones.ts';

export function ProfileForm() {
  const t = useT();
  const trpc = useTRPC();
  const tell = useTell();
  const me = useMe();
  const queryClient = useQueryClient();
  const zones = useTimeZones(me.timeZone);
  const form = useForm<{ name: string; locale: string; timeZone: string }>({
    initialValues: { name: me.name, locale: me.locale, timeZone: me.timeZone },
    validate: { name: rules(t).required },
  });
  const save = useMutation(
    trpc.auth.updateMe.mutationOptions({
      async onSuccess(person) {
        form.resetDirty({ name: person.name, locale: person.locale, timeZone: person.timeZone });
        // Language and zone follow from here: the window reads them off the account.
        await queryClient.invalidateQueries({ queryKey: trpc.auth.me.queryKey() });
        tell.done(t.account.saved);
      },
    }),
  );
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name, locale, timeZone }) =>
        save.mutate({ name, timeZone, locale: locale === 'en' ? 'en' : 'id' }),
      )}
    >
      <Stack gap="sm">
        <RefusalAlert error={save.error} />
        <TextInput
          label={t.account.name}
          description={t.account.nameHint}
          autoComplete="organization"
          maxLength={100}
          {...form.getInputProps('name')}
        />
        <TextInput
          label={t.account.email}
          description={t.account.emailHint}
          value={me.email}
          readOnly
          variant="filled"
        />
        <Select
          label={t.account.language}
          allowDeselect={false}
          data={[
            { value: 'id', label: t.account.languageId },
            { value: 'en', label: t.account.languageEn },
          ]}
          {...form.getInputProps('locale')}
        />
        <Select
          label={t.account.timeZone}
          description={t.account.timeZoneHint}
          allowDeselect={false}
          searchable
          maxDropdownHeight={280}
          limit={60}
          nothingFoundMessage={t.account.timeZoneNone}
          data={zones}
          {...form.getInputProps('timeZone')}
        />
        <div>
          <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
            {t.common.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
