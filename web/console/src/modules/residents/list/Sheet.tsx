// The slips as they are printed: two beside each other on A4, to be cut apart.
import { Button } from 'antd';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { PageHead } from '@/shared/ui/PageHead';
import type { PrintedSlips } from '../api';
import { m } from '../messages';
import styles from './Sheet.module.css';

interface Props {
  printed: PrintedSlips;
  onBack: () => void;
}

export function Sheet({ printed: { village_name: village, slips }, onBack }: Props) {
  const text = useText();
  const format = useFormat();
  return (
    <>
      <div className={styles.screen}>
        <PageHead
          title={text(m.title)}
          note={<span role="status">{text(m.leave)}</span>}
          actions={
            <>
              <Button onClick={onBack}>{text(m.back)}</Button>
              <Button type="primary" onClick={() => print()}>
                {text(m.print)}
              </Button>
            </>
          }
        />
      </div>
      <ul className={styles.slips}>
        {slips.map(({ record, name, group, household, code, qr, until }) => (
          <li key={record} className={styles.slip}>
            <h2>{text(m.slipTitle, { village })}</h2>
            <p className={styles.who}>
              <b>{name}</b>
              <span>{[group, household].filter((each) => each !== '').join(' · ')}</span>
            </p>
            <div className={styles.code}>
              <img src={`data:image/svg+xml,${encodeURIComponent(qr)}`} alt="" />
              <p>
                {text(m.code)}
                <b className="num">{code}</b>
                <small>{text(m.until, { date: format.date(until) })}</small>
              </p>
            </div>
            <p className={styles.how}>
              {text(m.how, { site: location.origin })}
              {text(m.keep)}
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}
