// The tree at the left, the chosen unit at the right. On a narrow screen the unit's own children are the way down.
import { Input } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLater } from '@/shared/state/useLater';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { usePlanOwner } from '../usePlanOwner';
import { useUnitSearch } from '../api';
import { UnitDetail } from '../detail/UnitDetail';
import { m } from '../messages';
import { levelName } from '../names';
import { UnitTree } from './UnitTree';
import styles from './UnitsPage.module.css';

export default function UnitsPage() {
  const text = useText();
  const owner = usePlanOwner();
  const { code = owner } = useParams();
  const [typed, setTyped] = useState('');
  return (
    <div className={styles.layout}>
      <div className={styles.side}>
        <Card>
          <Input.Search
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            placeholder={text(m.searchHint)}
            aria-label={text(m.search)}
            allowClear
            maxLength={60}
          />
          {typed.trim() === '' ? (
            <div className={styles.tree}>{owner !== '' && <UnitTree root={owner} chosen={code} />}</div>
          ) : (
            <Hits typed={typed} onChoose={() => setTyped('')} />
          )}
        </Card>
      </div>
      <div className={styles.main}>{code !== '' && <UnitDetail code={code} />}</div>
    </div>
  );
}

function Hits({ typed, onChoose }: { typed: string; onChoose: () => void }) {
  const text = useText();
  const q = useLater(typed.trim(), 200);
  const search = useUnitSearch(q);
  if (q === '' || /^\d{1,3}$/.test(q)) return <p className={styles.hint}>{text(m.searchHint)}</p>;
  return (
    <Asked query={search} rows={4}>
      {({ hits, more }) => (
        <div aria-live="polite">
          {hits.length === 0 && (
            <div className={styles.hint}>
              <p>{text(m.noHits, { q })}</p>
              <p>{text(m.noHitsAdvice)}</p>
            </div>
          )}
          <ul className={styles.hits}>
            {hits.map(({ unit, above }) => (
              <li key={unit.id}>
                <Link to={`/units/${unit.code}`} onClick={onChoose}>
                  {unit.name}
                  <small>
                    {[...above.slice(2).map(({ name }) => name), text(levelName(unit.level))].join(' · ')}
                  </small>
                </Link>
              </li>
            ))}
          </ul>
          {more && <p className={styles.hint}>{text(m.moreHits)}</p>}
        </div>
      )}
    </Asked>
  );
}
