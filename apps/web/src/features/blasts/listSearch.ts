import type { BlastStatus } from '@siar/shared';

export interface ListSearch {
  q?: string;
  state?: BlastStatus;
}

/** What of the URL belongs to the list and stays when another blast is opened. */
export const listSearch = ({ q, state }: ListSearch): ListSearch => ({
  ...(q === undefined ? {} : { q }),
  ...(state === undefined ? {} : { state }),
});
