import { Stack } from '@mantine/core';
import { Page, Section } from '../../components/Page.tsx';
import { useT } from '../../i18n/I18n.tsx';
import classes from './account.module.css';
import { ApiKeys } from './keys/ApiKeys.tsx';
import { Appearance } from './Appearance.tsx';
import { LoginDevices } from './LoginDevices.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { ProfileForm } from './ProfileForm.tsx';

/** The account itself, for tenants and admins alike. */
export function AccountPage() {
  const t = useT();
  return (
    <Page title={t.account.title}>
      <div className={classes.columns}>
        <Stack gap="md">
          <Section title={t.account.profile}>
            <ProfileForm />
          </Section>
          <Section title={t.account.password}>
            <PasswordForm />
          </Section>
        </Stack>
        <Stack gap="md">
          <Section title={t.account.appearance}>
            <Appearance />
          </Section>
          <Section title={t.account.keys}>
            <ApiKeys />
          </Section>
          <Section title={t.account.sessions}>
            <LoginDevices />
          </Section>
        </Stack>
      </div>
    </Page>
  );
}
