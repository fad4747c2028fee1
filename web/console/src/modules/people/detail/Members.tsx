// The people of a household, the head first.
import { Link } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { type Kinship, usePeople } from '../api';
import { m } from '../messages';
import { kinships, sexes } from '../words';
import styles from './PersonPage.module.css';

const order = Object.keys(kinships) as Kinship[];
const rank = (kinship: Kinship | null | undefined) => (kinship ? order.indexOf(kinship) : order.length);

// `self`: whose page it is; no link leads there.
export function Members({ household, village, self }: { household: string; village: string; self?: string }) {
  const text = useText();
  return (
    <Asked query={usePeople({ at: village, household })} rows={2}>
      {({ pages }) => (
        <ul className={styles.lines}>
          {pages
            .flatMap(({ people }) => people)
            .sort((a, b) => rank(a.kinship) - rank(b.kinship) || b.age - a.age)
            .map(({ id, name, kinship, sex, age }) => (
              <li key={id}>
                <span>{kinship ? text(kinships[kinship]) : '—'}</span>
                {id === self ? <b>{name}</b> : <Link to={`/people/${id}`}>{name}</Link>}
                <small>{text(m.sexAndAge, { sex: text(sexes[sex]), age })}</small>
              </li>
            ))}
        </ul>
      )}
    </Asked>
  );
}
