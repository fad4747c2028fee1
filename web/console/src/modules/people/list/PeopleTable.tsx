// People as lines; on a narrow screen one below the other.
import { Grid, Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Notice } from '@/shared/ui/Notice';
import type { PersonLine } from '../api';
import { m } from '../messages';
import { departures, kinships, sexes, statuses } from '../words';
import styles from './PeopleTable.module.css';

interface Props {
  people: PersonLine[];
  // What is said when there are none.
  none: { title: string; advice: string };
  // They may be of several villages.
  villages?: boolean;
}

export function PeopleTable({ people, none, villages = false }: Props) {
  const text = useText();
  const { md = false } = Grid.useBreakpoint();
  if (people.length === 0) return <Notice title={none.title} advice={none.advice} />;
  const wide: TableColumnsType<PersonLine> = [
    { title: text(m.name), key: 'name', render: (_, person) => <Link to={`/people/${person.id}`}>{person.name}</Link> },
    { title: text(m.sex), key: 'sex', width: 60, render: (_, { sex }) => text(sexes[sex]) },
    { title: text(m.age), key: 'age', width: 70, className: 'num', dataIndex: 'age' },
    { title: text(m.ethnic), key: 'ethnic', dataIndex: 'ethnic', responsive: ['lg'] },
    { title: text(m.idNumber), key: 'id_number', className: 'num', render: (_, { id_number }) => id_number ?? '—' },
    { title: text(m.phone), key: 'phone', className: 'num', responsive: ['lg'], render: (_, { phone }) => phone ?? '—' },
    ...(villages ? [{ title: text(m.village), key: 'village', dataIndex: 'village_name' }] : []),
    { title: text(m.household), key: 'household', render: (_, person) => <Place person={person} /> },
    { title: text(m.status), key: 'status', render: (_, person) => <Standing person={person} /> },
  ];
  const narrow: TableColumnsType<PersonLine> = [
    {
      title: text(m.name),
      key: 'person',
      render: (_, person) => (
        <Link to={`/people/${person.id}`} className={styles.stacked}>
          <b>{person.name}</b>
          <span>{text(m.sexAndAge, { sex: text(sexes[person.sex]), age: person.age })}</span>
          <span className="num">{person.id_number ?? text(m.noNumber)}</span>
          <span>
            <Standing person={person} />
          </span>
          <span className={styles.place}>
            {villages && `${person.village_name} `}
            <Place person={person} />
          </span>
        </Link>
      ),
    },
  ];
  return (
    <Table<PersonLine>
      rowKey="id"
      columns={md ? wide : narrow}
      showHeader={md}
      dataSource={people}
      pagination={false}
      size="small"
      {...(md ? { scroll: { x: 'max-content' } } : {})}
    />
  );
}

// Group, number of the household, and what the person is to its head.
function Place({ person: { group_name, household_number, kinship } }: { person: PersonLine }) {
  const text = useText();
  const parts = [
    group_name ?? '',
    household_number ? text(m.householdNumber, { number: household_number }) : '',
    kinship ? text(kinships[kinship]) : '',
  ].filter((part) => part !== '');
  return <>{parts.length === 0 ? '—' : parts.join(' · ')}</>;
}

function Standing({ person: { status, departure, left_on, restricted } }: { person: PersonLine }) {
  const text = useText();
  const format = useFormat();
  if (!departure || !left_on)
    return (
      <>
        {text(statuses[status])}
        {restricted && ` · ${text(m.restricted)}`}
      </>
    );
  return (
    <span className={styles.gone}>
      {text(departures[departure])} <span className="num">{format.date(left_on)}</span>
    </span>
  );
}
