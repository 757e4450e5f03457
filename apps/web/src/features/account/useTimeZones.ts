import type { ComboboxData } from '@mantine/core';
import { useMemo } from 'react';
import { useT } from '../../i18n/I18n.tsx';

/** Indonesia's own zones first, by the names people use; then the world, and the present one even if unknown here. */
export function useTimeZones(present: string): ComboboxData {
  const { account } = useT();
  return useMemo(() => {
    const home = [
      { value: 'Asia/Jakarta', label: account.zoneWib },
      { value: 'Asia/Pontianak', label: account.zoneWibPontianak },
      { value: 'Asia/Makassar', label: account.zoneWita },
      { value: 'Asia/Jayapura', label: account.zoneWit },
    ];
    const atHome = new Set(home.map((zone) => zone.value));
    const world = [...new Set([present, 'UTC', ...Intl.supportedValuesOf('timeZone')])]
      .filter((zone) => !atHome.has(zone))
      .sort()
      .map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }));
    return [
      { group: account.zonesIndonesia, items: home },
      { group: account.zonesOther, items: world },
    ];
  }, [present, account]);
}
