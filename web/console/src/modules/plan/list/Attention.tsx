// What is late, waiting or behind: who, what, by how much; each opens what is behind it.
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { placeName } from '@/modules/units/names';
import { goal, number } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { StatusTag } from '@/shared/ui/StatusTag';
import { type Plan, type Scoreboard, type State, useMeasures } from '../api';
import { cellKey, type Concern, concerns, hasShare } from '../board';
import { m } from '../messages';
import { statusOf } from '../state';
import styles from './Attention.module.css';

const few = 7;

interface Props {
  board: Scoreboard;
  plan: Plan | undefined;
  only: State | null;
  // The address of what is behind a cell.
  address: (cell: string) => string;
}

export function Attention({ board, plan, only, address }: Props) {
  const text = useText();
  const [all, setAll] = useState(false);
  const found = concerns(board, plan, only ?? undefined);
  const shown = all ? found : found.slice(0, few);
  return (
    <Card title={only === null ? text(m.attention) : text(statusOf(only).label)} extra={text(m.lateCount, { n: found.length })}>
      {found.length === 0 && <p className={styles.none}>{text(m.attentionNone)}</p>}
      <ul className={styles.list}>
        {shown.map((concern) => (
          <Row key={concern.clause + concern.unit.code} concern={concern} address={address} />
        ))}
      </ul>
      {found.length > few && (
        <Button type="link" size="small" onClick={() => setAll(!all)}>
          {all ? text(m.attentionFew) : text(m.attentionAll, { n: found.length })}
        </Button>
      )}
    </Card>
  );
}

function Row({ concern, address }: { concern: Concern; address: Props['address'] }) {
  const text = useText();
  const measures = useMeasures().data;
  const { clause, shortName, unit, cell, target, daysLate } = concern;
  const measure = measures?.find(({ code }) => code === target?.measure);
  const parts = [
    measure && text(measure),
    hasShare(cell) && `${number(cell.n)} / ${number(cell.d)}`,
    target && text(m.goal, { share: goal(target.part, target.of) }),
  ].filter(Boolean);
  return (
    <li>
      <Link className={styles.row} to={address(cellKey(clause, unit.code))} preventScrollReset>
        <span>
          {placeName(unit.name)} · {text(shortName)}
        </span>
        <StatusTag
          status={statusOf(cell.state)}
          extra={daysLate > 0 ? text(m.daysLate, { n: daysLate }) : undefined}
        />
        <small>{parts.join(' · ')}</small>
      </Link>
    </li>
  );
}
