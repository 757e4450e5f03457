/** The server's masked number as people at home write it: +62812****789 → 0812-…-789. */
export const shownMasked = (masked: string): string => masked.replace(/^\+62/, '0').replace(/\*+/, '-…-');
