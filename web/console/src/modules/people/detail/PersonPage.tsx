// A person: what the village keeps, the household, near relatives, other villages that know them, and the history.
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { Link, useLocation, useNavigate, useParams } from 'react-router';
import { Joining } from '@/modules/residents/detail/Joining';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { explain } from '@/shared/api/problem';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { type Status, StatusTag } from '@/shared/ui/StatusTag';
import { type Looked, type PersonDetail, type SaidOfSaving, usePerson, useReinstate } from '../api';
import { LeaveDialog } from '../form/LeaveDialog';
import { m } from '../messages';
import { arrivals, departures, fieldNames, kinships, politicals, sexes, statuses } from '../words';
import { History } from './History';
import { LookDialog } from './LookDialog';
import { Members } from './Members';
import { Relatives } from './Relatives';
import styles from './PersonPage.module.css';

export default function PersonPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={usePerson(id)} loading={<Loading rows={10} />}>
      {(detail) => <Page key={id} detail={detail} />}
    </Asked>
  );
}

function standing({ person: { departure, status } }: PersonDetail): Status {
  if (departure) return { tone: 'unasked', sign: '×', label: departures[departure] };
  return { tone: status === 'away' || status === 'registered' ? 'todo' : 'track', sign: status === 'both' ? '✓' : '○', label: statuses[status] };
}

function Page({ detail }: { detail: PersonDetail }) {
  const text = useText();
  const format = useFormat();
  const session = useOwnSession();
  const { person, also, may_change } = detail;
  const own = currentPost(session)?.unit.code;
  const village = person.village === own ? '/people' : `/people?at=${person.village}`;
  return (
    <>
      <PageHead
        title={person.name}
        trail={[{ label: text(m.title), to: '/people' }, { label: person.village_name, to: village }]}
        note={<StatusTag status={standing(detail)} />}
        actions={<Actions detail={detail} />}
      />
      {person.restricted && (
        <Alert className={styles.also ?? ''} type="warning" title={text(m.restricted)} description={text(m.restrictedSaid)} />
      )}
      <Saved />
      {detail.deaths_elsewhere.map(({ village_name, on }) => (
        <Alert
          key={`${village_name}-${on}`}
          className={styles.also ?? ''}
          type="warning"
          title={text(m.diedElsewhere, { village: village_name, date: format.date(on) })}
          description={text(m.diedElsewhereAdvice)}
        />
      ))}
      {also.map((each) => (
        <Alert
          key={each.village_name}
          className={styles.also ?? ''}
          type={each.disagrees ? 'warning' : 'info'}
          title={text(each.registered ? m.alsoRegistered : m.alsoLives, { village: each.village_name })}
          {...(each.disagrees ? { description: text(m.disagrees) } : {})}
        />
      ))}
      {detail.kept_by && <Alert className={styles.also ?? ''} type="info" title={text(m.keptBy, { village: detail.kept_by })} />}
      <div className={styles.layout}>
        <div className={styles.column}>
          <Facts detail={detail} />
          <History id={person.id} />
        </div>
        <div className={styles.column}>
          <Card title={person.household_number ? text(m.householdNumber, { number: person.household_number }) : text(m.households)}>
            {person.household ? (
              <Members household={person.household} village={person.village} self={person.id} />
            ) : (
              <p className={styles.none}>{text(m.noHousehold)}</p>
            )}
          </Card>
          <Relatives person={person} mayChange={may_change} />
          <Joining record={person.id} />
        </div>
      </div>
    </>
  );
}

// What the server said of what was just saved here: it is shown once, and not by who comes to the page otherwise.
function Saved() {
  const text = useText();
  const said = useLocation().state as SaidOfSaving | null;
  return (
    <>
      {said && said.kept.length > 0 && (
        <Alert className={styles.also ?? ''} type="info" title={text(m.keptAsBefore, { fields: fieldNames(said.kept, text) })} />
      )}
      {said && said.warnings.length > 0 && (
        <Alert
          className={styles.also ?? ''}
          type="warning"
          title={text(m.secondLook)}
          description={said.warnings.map((each) => (
            <p key={each.rule}>{text(each)}</p>
          ))}
        />
      )}
    </>
  );
}

function Actions({ detail: { person, may_change } }: { detail: PersonDetail }) {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  const { message, modal } = App.useApp();
  const reinstate = useReinstate(person.id);
  const [leaving, setLeaving] = useState(false);
  const mayReinstate = person.left_on && may(session, 'people.write') && currentPost(session)?.unit.code === person.village;

  const askReinstate = () =>
    modal.confirm({
      title: text(m.reinstateAsk, { name: person.name }),
      content: text(m.reinstateHelp),
      okText: text(m.reinstate),
      onOk: () =>
        reinstate.mutateAsync(person.version).then(
          () => void message.success(text(m.reinstated)),
          (error: unknown) => void message.error(text(explain(error).title)),
        ),
    });
  return (
    <>
      {may(session, 'people.looks') && <Link to={`/looks?record=${person.id}`}>{text(m.looksOf)}</Link>}
      {may_change && (
        <>
          <Button onClick={() => void navigate(`/people/${person.id}/change`)}>{text(m.change)}</Button>
          <Button onClick={() => setLeaving(true)}>{text(m.leave)}</Button>
        </>
      )}
      {mayReinstate && <Button onClick={askReinstate}>{text(m.reinstate)}</Button>}
      <LeaveDialog
        person={person}
        open={leaving}
        onClose={() => setLeaving(false)}
        onDone={() => {
          setLeaving(false);
          void message.success(text(m.left));
        }}
      />
    </>
  );
}

function Facts({ detail: { person, born_on, arrival, since } }: { detail: PersonDetail }) {
  const text = useText();
  const format = useFormat();
  const [looking, setLooking] = useState<Looked | null>(null);
  const facts: [string, React.ReactNode][] = [
    [text(m.sex), text(sexes[person.sex])],
    [text(m.age), <span className="num">{person.age}</span>],
    ...(born_on ? [[text(m.bornOn), format.date(born_on)] as [string, React.ReactNode]] : []),
    [text(m.ethnic), person.ethnic],
    [text(m.idNumber), <Number key="id" what="id_number" masked={person.id_number} kept={person.restricted} onLook={setLooking} />],
    [text(m.phone), <Number key="phone" what="phone" masked={person.phone} kept={person.restricted} onLook={setLooking} />],
    [text(m.political), text(politicals[person.political])],
    [text(m.status), text(statuses[person.status])],
    [text(m.group), person.group_name ?? '—'],
    [text(m.kinship), person.kinship ? text(kinships[person.kinship]) : '—'],
    [text(m.arrival), since ? text(m.sinceThen, { how: text(arrivals[arrival]), date: format.date(since) }) : text(arrivals[arrival])],
    ...(person.departure && person.left_on
      ? [[text(m.departure), text(m.onDay, { how: text(departures[person.departure]), date: format.date(person.left_on) })] as [string, React.ReactNode]]
      : []),
  ];
  return (
    <Card title={text(m.kept)}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <LookDialog person={person} what={looking} onClose={() => setLooking(null)} />
    </Card>
  );
}

// `kept`: it is not to be looked at.
function Number({ what, masked, kept, onLook }: {
  what: Looked;
  masked: string | null | undefined;
  kept: boolean;
  onLook: (what: Looked) => void;
}) {
  const text = useText();
  const session = useOwnSession();
  if (!masked) return text(m.noNumber);
  return (
    <span className={styles.number}>
      <span className="num">{masked}</span>
      {!kept && may(session, 'people.look') && (
        <Button size="small" onClick={() => onLook(what)} aria-label={text(what === 'id_number' ? m.seeIdNumber : m.seePhone)}>
          {text(m.see)}
        </Button>
      )}
    </span>
  );
}
