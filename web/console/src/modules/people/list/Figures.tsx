// How many people there are: below, by sex, age, status and ethnic group, and who came and left this year.
import { Link } from 'react-router';
import { number } from '@/shared/i18n/format';
import type { Message } from '@/shared/i18n/text';
import { useChildren } from '@/modules/units/api';
import { placeName } from '@/modules/units/names';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Notice } from '@/shared/ui/Notice';
import { ShareBar } from '@/shared/ui/ShareBar';
import { type PeopleCount, type PeopleFigures, useEthnicGroups, useFigures } from '../api';
import { m } from '../messages';
import { ageName, arrivals, departures, sexes, statuses } from '../words';
import styles from './Figures.module.css';

interface Props {
  at: string;
  // The way to a unit below, by its code.
  downTo?: (code: string) => string;
  // A group of the village is chosen, by its id.
  onGroup?: (id: string) => void;
  // Only the sums, until they are opened.
  folded?: boolean;
}

export function Figures({ at, downTo, onGroup, folded = false }: Props) {
  return (
    <Asked query={useFigures(at)} rows={folded ? 1 : 8}>
      {(figures) =>
        folded ? (
          <Folded figures={figures} {...(onGroup ? { onGroup } : {})} />
        ) : (
          <Whole figures={figures} {...(downTo ? { downTo } : {})} />
        )
      }
    </Asked>
  );
}

function Sums({ figures }: { figures: PeopleFigures }) {
  const text = useText();
  const of = (key: string) => figures.by_sex.find((each) => each.key === key)?.people ?? 0;
  return <>{text(m.sums, { people: figures.people, households: figures.households, male: of('male'), female: of('female') })}</>;
}

function Folded({ figures, onGroup }: { figures: PeopleFigures; onGroup?: (id: string) => void }) {
  const text = useText();
  const groups = useChildren(figures.at).data ?? [];
  if (figures.people === 0) return null;
  return (
    <details className={styles.folded}>
      <summary>
        <Sums figures={figures} />
        <span className={styles.more}>{text(m.counts)}</span>
      </summary>
      <div className={styles.blocks}>
        {figures.below.length > 0 && (
          <Block title={text(m.byGroup)} of={figures.people} counts={figures.below}>
            {({ key, name }) => {
              const id = groups.find((each) => each.id === key || each.code === key)?.id;
              if (!id || !onGroup) return name;
              return (
                <button type="button" className={styles.choose} onClick={() => onGroup(id)}>
                  {name}
                </button>
              );
            }}
          </Block>
        )}
        <Blocks figures={figures} />
      </div>
    </details>
  );
}

function Whole({ figures, downTo }: { figures: PeopleFigures; downTo?: (code: string) => string }) {
  const text = useText();
  if (figures.people === 0 && figures.below.length === 0) return <Notice title={text(m.empty)} advice={text(m.emptyAdviceOther)} />;
  return (
    <div className={styles.whole}>
      <Card title={text(m.below)} extra={<Sums figures={figures} />}>
        <ul className={styles.below}>
          {figures.below.map(({ key, name, people }) => (
            <li key={key}>
              {downTo ? <Link to={downTo(key)}>{placeName(name)}</Link> : placeName(name)}
              <span className="num">{people === 0 ? text(m.notBegun) : text(m.nPeople, { n: people })}</span>
            </li>
          ))}
        </ul>
      </Card>
      {figures.people > 0 && (
        <Card>
          <div className={styles.blocks}>
            <Blocks figures={figures} />
          </div>
        </Card>
      )}
    </div>
  );
}

const named = (words: Record<string, Message>, { key, name }: PeopleCount): Message => words[key] ?? { zh: name, en: name };

function Blocks({ figures }: { figures: PeopleFigures }) {
  const text = useText();
  const ethnic = useEthnicGroups().data ?? [];
  const some = (counts: PeopleCount[]) => counts.filter(({ people }) => people > 0);
  // Of a group without a code of its own, its name stands in the answer.
  const ethnicName = ({ key, name }: PeopleCount) => text({ zh: name, en: key === '97' ? name : (ethnic.find(({ code }) => code === key)?.en ?? name) });
  return (
    <>
      <Block title={text(m.bySex)} of={figures.people} counts={some(figures.by_sex)}>
        {(count) => text(named(sexes, count))}
      </Block>
      <Block title={text(m.byAge)} of={figures.people} counts={figures.by_age}>
        {({ key }) => text(ageName(key))}
      </Block>
      <Block title={text(m.byStatus)} of={figures.people} counts={figures.by_status}>
        {(count) => text(named(statuses, count))}
      </Block>
      <Block title={text(m.byEthnic)} of={figures.people} counts={some(figures.by_ethnic)}>
        {ethnicName}
      </Block>
      <Block title={text(m.increases)} counts={figures.increases}>
        {(count) => text(named(arrivals, count))}
      </Block>
      <Block title={text(m.decreases)} counts={figures.decreases}>
        {(count) => text(named(departures, count))}
      </Block>
    </>
  );
}

function Block({ title, of, counts, children }: {
  title: string;
  // As bars of so many.
  of?: number;
  counts: PeopleCount[];
  children: (count: PeopleCount) => React.ReactNode;
}) {
  return (
    <section className={styles.block}>
      <h3>{title}</h3>
      <ul>
        {counts.map((count) => (
          <li key={count.key + count.name}>
            <span>{children(count)}</span>
            <span className="num">{number(count.people)}</span>
            {of !== undefined && <ShareBar n={count.people} d={of} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
