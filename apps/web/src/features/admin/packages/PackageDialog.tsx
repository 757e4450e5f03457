import { Button, Group, Modal, NumberInput, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { isLegalPrice, PRICE_FLOOR_RUPIAH } from '@siar/shared';
import type { Package } from '../../../api/router.ts';
import { useTRPC } from '../../../api/trpc.ts';
import { useTell } from '../../../api/useTell.tsx';
import { RefusalAlert } from '../../../components/RefusalAlert.tsx';
import { useI18n } from '../../../i18n/I18n.tsx';
import { rules } from '../../auth/validation.ts';
import { useRefreshPackages } from './useRefreshPackages.ts';

const MONTHS = { min: 1, max: 36 };
const QUOTA = { min: 1, max: 2_000_000_000 };
const ORDER = { min: -10_000, max: 10_000 };

/** Number fields hold '' while they are empty. */
type Field = number | string;

interface Values {
  name: string;
  description: string;
  priceRupiah: Field;
  months: Field;
  quota: Field;
  sortOrder: Field;
  isActive: boolean;
  isTrial: boolean;
}

const NEW: Values = {
  name: '',
  description: '',
  priceRupiah: '',
  months: 1,
  quota: '',
  sortOrder: 0,
  isActive: true,
  isTrial: false,
};

/** Makes a package or changes one; periods already sold keep what they were sold with. @param offer null: a new one */
export function PackageDialog({ offer, onClose }: { offer: Package | null; onClose: () => void }) {
  const { t, locale } = useI18n();
  const words = t.admin;
  const { save, isSaving, error } = useSavePackage({ offer, onSaved: onClose });
  const { floor, price, within } = useRules();
  const form = useForm<Values>({
    initialValues: offer ?? NEW,
    validate: {
      name: rules(t).required,
      priceRupiah: price,
      months: within(MONTHS),
      quota: within(QUOTA),
      sortOrder: within(ORDER),
    },
  });
  const number = {
    allowDecimal: false,
    thousandSeparator: locale === 'id' ? '.' : ',',
    decimalSeparator: locale === 'id' ? ',' : '.',
    hideControls: true,
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={offer === null ? words.newPackage : words.editPackage}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form noValidate onSubmit={form.onSubmit(save)}>
        <Stack gap="sm">
          <RefusalAlert error={error} />
          <TextInput
            label={words.packageName}
            maxLength={100}
            data-autofocus
            {...form.getInputProps('name')}
          />
          <Textarea
            label={words.description}
            maxLength={1_000}
            autosize
            minRows={2}
            maxRows={5}
            {...form.getInputProps('description')}
          />
          <NumberInput
            {...number}
            label={words.price}
            description={words.priceHint(floor)}
            prefix="Rp"
            allowNegative={false}
            {...form.getInputProps('priceRupiah')}
          />
          <Group grow align="flex-start">
            <NumberInput
              {...number}
              label={words.quota}
              allowNegative={false}
              {...form.getInputProps('quota')}
            />
            <NumberInput
              {...number}
              label={words.months}
              allowNegative={false}
              {...form.getInputProps('months')}
            />
          </Group>
          <NumberInput
            {...number}
            label={words.sortOrder}
            description={words.sortOrderHint}
            {...form.getInputProps('sortOrder')}
          />
          <Switch
            label={words.isActive}
            description={words.isActiveHint}
            {...form.getInputProps('isActive', { type: 'checkbox' })}
          />
          <Switch
            label={words.isTrial}
            description={words.isTrialHint}
            {...form.getInputProps('isTrial', { type: 'checkbox' })}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              {t.common.cancel}
            </Button>
            <Button type="submit" loading={isSaving} disabled={offer !== null && !form.isDirty()}>
              {t.common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The server's own limits, told at the field. */
function useRules() {
  const { t, format } = useI18n();
  const floor = format.money(PRICE_FLOOR_RUPIAH);
  const whole = (value: Field) => (value === '' ? t.common.fieldRequired : null);
  return {
    floor,
    price: (value: Field) =>
      whole(value) ?? (isLegalPrice(Number(value)) ? null : t.admin.priceTooLow(floor)),
    within:
      ({ min, max }: { min: number; max: number }) =>
      (value: Field) =>
        whole(value) ??
        (Number.isInteger(Number(value)) && Number(value) >= min && Number(value) <= max
          ? null
          : t.admin.between(format.number(min), format.number(max))),
  };
}

function useSavePackage({ offer, onSaved }: { offer: Package | null; onSaved: () => void }) {
  const { t } = useI18n();
  const trpc = useTRPC();
  const tell = useTell();
  const refresh = useRefreshPackages();
  const onSuccess = () => {
    refresh();
    onSaved();
    tell.done(t.admin.packageSaved);
  };
  const create = useMutation(trpc.adminBilling.createPackage.mutationOptions({ onSuccess }));
  const update = useMutation(trpc.adminBilling.updatePackage.mutationOptions({ onSuccess }));
  return {
    isSaving: create.isPending || update.isPending,
    error: create.error ?? update.error,
    save({ name, description, priceRupiah, months, quota, sortOrder, isActive, isTrial }: Values) {
      const values = {
        name,
        description,
        priceRupiah: Number(priceRupiah),
        months: Number(months),
        quota: Number(quota),
        sortOrder: Number(sortOrder),
        isActive,
        isTrial,
      };
      if (offer === null) create.mutate(values);
      else update.mutate({ id: offer.id, ...values });
    },
  };
}
