// The people of a village, filtered.
import { Button, Select, Tag } from 'antd';
import { useId } from 'react';
import { Link } from 'react-router';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { useChildren } from '@/modules/units/api';
import { useText } from '@/shared/state/preferences';
import type { UrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { useEthnicGroups, usePeople } from '../api';
import { m } from '../messages';
import { ageBands, ageName, agesAsked, optionsOf, sexes, statuses } from '../words';
import { noFilter, type View } from './filter';
import { Foot } from './Foot';
import { PeopleTable } from './PeopleTable';
import styles from './PeoplePage.module.css';

interface Props {
  village: string;
  view: UrlState<View>;
}

export function VillagePeople({ village, view }: Props) {
  return (
    <>
      <Filters village={village} view={view} />
      <Card>
        <List village={village} view={view} />
      </Card>
    </>
  );
}

function Filters({ village, view: { state, set } }: Props) {
  const text = useText();
  const groups = useChildren(village).data ?? [];
  const ethnic = useEthnicGroups().data ?? [];
  const isFiltered = Object.keys(noFilter).some((name) => state[name] !== '');
  const anything = { value: '', label: text(m.anyOf) };
  return (
    <div className={styles.filters}>
      {groups.length > 0 && (
        <Choice
          label={text(m.group)}
          value={state.group}
          onChange={(group) => set({ group })}
          options={[anything, ...groups.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      <Choice
        label={text(m.status)}
        value={state.status}
        onChange={(status) => set({ status })}
        options={[anything, ...optionsOf(statuses, text)]}
      />
      <Choice
        label={text(m.sex)}
        value={state.sex}
        onChange={(sex) => set({ sex })}
        options={[anything, ...optionsOf(sexes, text)]}
      />
      <Choice
        label={text(m.age)}
        value={state.ages}
        onChange={(ages) => set({ ages })}
        options={[anything, ...[...new Set(['18+', '60+', ...ageBands, state.ages])].filter(Boolean).map((ages) => ({ value: ages, label: text(ageName(ages)) }))]}
      />
      <Choice
        label={text(m.ethnic)}
        value={state.ethnic}
        onChange={(code) => set({ ethnic: code })}
        options={[anything, ...ethnic.map((each) => ({ value: each.code, label: text(each) }))]}
      />
      <Choice
        label={text(m.whether)}
        value={state.ended}
        onChange={(ended) => set({ ended })}
        options={[{ value: '', label: text(m.here) }, { value: 'yes', label: text(m.gone) }]}
      />
      {state.household !== '' && (
        <Tag closable onClose={() => set({ household: '' })}>
          {text(m.oneHousehold)}
        </Tag>
      )}
      {isFiltered && <Button onClick={() => set(noFilter)}>{text(m.clear)}</Button>}
    </div>
  );
}

function Choice({ label, value, onChange, options }: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
}) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>{label}</label>
      <Select id={id} value={value} onChange={onChange} options={options} showSearch={{ optionFilterProp: 'label' }} />
    </div>
  );
}

function List({ village, view: { state } }: Props) {
  const text = useText();
  const { group, household, status, sex, ethnic, ended } = state;
  const people = usePeople({ at: village, group, household, status, sex, ethnic, ended, ...agesAsked(state.ages) });
  if (people.isError && !people.data) return <Failure error={people.error} onRetry={() => void people.refetch()} />;
  if (!people.data) return <Loading rows={10} />;
  const rows = people.data.pages.flatMap((page) => page.people);
  const isFiltered = Object.keys(noFilter).some((name) => state[name] !== '');
  if (rows.length === 0 && !isFiltered) return <Empty village={village} />;
  return (
    <>
      <PeopleTable people={rows} none={{ title: text(m.nobody), advice: text(m.otherFilter) }} />
      <Foot shown={rows.length} query={people} />
    </>
  );
}

// How to begin.
function Empty({ village }: { village: string }) {
  const text = useText();
  const session = useOwnSession();
  const begins = may(session, 'people.write') && currentPost(session)?.unit.code === village;
  if (!begins) return <Notice title={text(m.empty)} advice={text(m.emptyAdviceOther)} />;
  return (
    <Notice title={text(m.empty)} advice={text(m.emptyAdvice)}>
      <Link to="/people/import">{text(m.emptyImport)}</Link>
      <Link to="/people/new">{text(m.emptyAdd)}</Link>
    </Notice>
  );
}
