import { useNow } from '../../../app/useNow.ts';
import { useFormat } from '../../../i18n/I18n.tsx';
import classes from './preview.module.css';
import { WhatsAppText } from './WhatsAppText.tsx';

/** The message as the recipient's phone shows it. */
export function PhonePreview({
  label,
  message,
  empty,
  time,
}: {
  /** What this picture is, for those who do not see it. */
  label: string;
  message: string;
  /** Stands in the bubble while nothing is written. */
  empty: string;
  time?: string;
}) {
  const format = useFormat();
  const now = useNow();
  const isEmpty = message.trim() === '';
  return (
    <figure className={classes.phone} aria-label={label}>
      <div className={classes.screen}>
        <div className={classes.bubble} data-empty={isEmpty || undefined}>
          {isEmpty ? empty : <WhatsAppText>{message}</WhatsAppText>}
          <span className={classes.time}>{time ?? format.time(new Date(now)).split(' ')[0]}</span>
        </div>
      </div>
    </figure>
  );
}
