// The register. In a village: its people and households. Above it: how many there are, and the way down. Whom a name
// finds, and what is filtered, stands in the address; numbers never do.
import { Alert, Button, Input, Segmented } from 'antd';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { ExportButton } from '@/modules/exports/form/ExportButton';
import { OwnRequests } from '@/modules/exports/list/OwnRequests';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { type UnitAnswer, useUnit } from '@/modules/units/api';
import { hasChildrenOnBoard, placeName } from '@/modules/units/names';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { type Crumb, PageHead } from '@/shared/ui/PageHead';
import { AddIcon, SearchIcon } from '@/shared/ui/icons';
import { useNameSearch } from '../api';
import { m } from '../messages';
import { holdsNumber } from '../words';
import { Figures } from './Figures';
import { noFilter, type View } from './filter';
import { Households } from './Households';
import { Foot } from './Foot';
import { NumberSearch } from './NumberSearch';
import { PeopleTable } from './PeopleTable';
import { VillagePeople } from './VillagePeople';
import styles from './PeoplePage.module.css';

const start: View = { at: '', view: 'people', name: '', ...noFilter };

export default function PeoplePage() {
  const session = useOwnSession();
  const own = currentPost(session)?.unit.code ?? '';
  const view = useUrlState<View>(start);
  const at = view.state.at === '' ? own : view.state.at;
  return <Asked query={useUnit(at)}>{(unit) => <Page at={at} own={own} unit={unit} view={view} />}</Asked>;
}

interface Props {
  at: string;
  own: string;
  unit: UnitAnswer;
  view: ReturnType<typeof useUrlState<View>>;
}

// The way from the own unit down to the one that is shown.
function trailTo(at: string, own: string, { above }: UnitAnswer): Crumb[] {
  if (at === own) return [];
  const from = above.findIndex(({ code }) => code === own);
  return above.slice(from < 0 ? above.length : from).map(({ code, name }) => ({ label: placeName(name), to: `/people?at=${code}` }));
}

function Page({ at, own, unit, view }: Props) {
  const text = useText();
  const session = useOwnSession();
  const { name } = view.state;
  const inVillage = !hasChildrenOnBoard(unit.unit.level);
  const body = () => {
    if (name !== '') return <Named at={at} name={name} onClear={() => view.set({ name: '' })} />;
    if (!inVillage) return <Figures at={at} downTo={(code) => `/people?at=${code}`} />;
    return (
      <>
        <Figures at={at} folded onGroup={(group) => view.set({ ...noFilter, group })} />
        <Segmented
          className={styles.views ?? ''}
          aria-label={text(m.view)}
          value={view.state.view}
          onChange={(chosen) => view.set({ ...noFilter, view: chosen })}
          options={[{ value: 'people', label: text(m.people) }, { value: 'households', label: text(m.households) }]}
        />
        {view.state.view === 'households' ? <Households village={at} view={view} /> : <VillagePeople village={at} view={view} />}
      </>
    );
  };
  return (
    <>
      <PageHead
        title={text(m.title)}
        trail={trailTo(at, own, unit)}
        note={<span>{placeName(unit.unit.name)}</span>}
        actions={<Actions at={at} own={own} inVillage={inVillage} group={view.state.group} />}
      />
      <OwnRequests enabled={inVillage && at === own && may(session, 'exports.ask')} />
      <Search at={at} name={name} onSearch={(found) => view.set({ ...noFilter, name: found })} />
      {body()}
    </>
  );
}

function Actions({ at, own, inVillage, group }: { at: string; own: string; inVillage: boolean; group: string }) {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  // What belongs to the village whose post this is.
  const isOwn = inVillage && at === own;
  return (
    <>
      {may(session, 'people.looks') && <Link to={`/looks?at=${at}`}>{text(m.looksTitle)}</Link>}
      {isOwn && may(session, 'people.import') && (
        <Button onClick={() => void navigate('/people/import')}>{text(m.importTitle)}</Button>
      )}
      {isOwn && may(session, 'people.export') && (
        <ExportButton
          what={text(group === '' ? m.roll : m.rollOfGroup)}
          data="personal"
          address="/api/people/export"
          requests="/api/people/export/requests"
          also={{ village: at, group: group === '' ? null : group }}
          whole={may(session, 'people.look') ? { village: at, group: group === '' ? null : group } : undefined}
        >
          {text(m.exportRoll)}
        </ExportButton>
      )}
      {isOwn && may(session, 'people.write') && (
        <Button type="primary" icon={<AddIcon />} onClick={() => void navigate('/people/new')}>
          {text(m.add)}
        </Button>
      )}
    </>
  );
}

function Search({ at, name, onSearch }: { at: string; name: string; onSearch: (name: string) => void }) {
  const text = useText();
  const session = useOwnSession();
  const mayLook = may(session, 'people.look');
  const [typed, setTyped] = useState(name);
  const [byNumber, setByNumber] = useState(false);
  const [isNumber, setIsNumber] = useState(false);
  useEffect(() => setTyped(name), [name]);

  const search = (wanted: string) => {
    const isOne = holdsNumber(wanted);
    setIsNumber(isOne);
    if (isOne) setTyped('');
    else onSearch(wanted.trim());
  };
  return (
    <div className={styles.search} role="search">
      <Input.Search
        className={styles.name ?? ''}
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onSearch={search}
        placeholder={text(m.searchHint)}
        aria-label={text(m.searchName)}
        autoComplete="off"
        maxLength={60}
        allowClear
      />
      {mayLook && (
        <Button icon={<SearchIcon />} onClick={() => setByNumber(true)}>
          {text(m.byNumber)}
        </Button>
      )}
      {isNumber && <Alert className={styles.wide ?? ''} type="warning" title={text(mayLook ? m.numberInName : m.numberInNameNot)} />}
      <NumberSearch at={at} open={byNumber} onClose={() => setByNumber(false)} />
    </div>
  );
}

function Named({ at, name, onClear }: { at: string; name: string; onClear: () => void }) {
  const text = useText();
  const search = useNameSearch(at, name);
  return (
    <Card
      title={text(m.named, { name })}
      extra={
        <Button size="small" onClick={onClear}>
          {text(m.backToAll)}
        </Button>
      }
    >
      <Asked query={search}>
        {({ pages }) => {
          const people = pages.flatMap((page) => page.people);
          return (
            <>
              <PeopleTable people={people} none={{ title: text(m.nobody), advice: text(m.nobodyAdvice) }} villages />
              <Foot shown={people.length} query={search} />
            </>
          );
        }}
      </Asked>
    </Card>
  );
}
