// One unit: where it lies, what lies below, how the plan stands there, its figures, its history.
import { Button, Table, type TableColumnsType } from 'antd';
import { Link, useNavigate } from 'react-router';
import { useLatestYear } from '@/modules/plan/api';
import { BoardWords } from '@/modules/plan/list/BoardWords';
import { number, share } from '@/shared/i18n/format';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { PlanIcon } from '@/shared/ui/icons';
import { type UnitAnswer, type UnitSummary, useChildren, useUnit, useUnitFigures } from '../api';
import { AddGroup } from '../form/AddGroup';
import { m } from '../messages';
import { levelName } from '../names';
import { unitStatus } from '../status';
import { CreditCodeCard } from './CreditCodeCard';
import { TelephoneCard } from './TelephoneCard';
import { UnitHistoryCard } from './UnitHistoryCard';
import styles from './UnitDetail.module.css';

export function UnitDetail({ code }: { code: string }) {
  const unit = useUnit(code);
  return (
    <Asked query={unit} loading={<Loading rows={10} />}>
      {(data) => <Detail answer={data} />}
    </Asked>
  );
}

function Detail({ answer }: { answer: UnitAnswer }) {
  const text = useText();
  const format = useFormat();
  const navigate = useNavigate();
  const year = useLatestYear().data;
  const { unit, above, successor } = answer;
  return (
    <>
      <PageHead
        title={unit.name}
        trail={above.filter(({ code }) => code !== '').map(({ code, name }) => ({ label: name, to: `/units/${code}` }))}
        note={<span>{text(levelName(unit.level))}</span>}
        actions={
          <>
            <AddGroup answer={answer} />
            {typeof year === 'number' && unit.level !== 'province' && unit.code !== '' && (
              <Button icon={<PlanIcon />} onClick={() => void navigate(`/plan/${year}?at=${unit.code}`)}>
                {text(m.toBoard)}
              </Button>
            )}
          </>
        }
      />
      <div className={styles.layout}>
        <div className={styles.column}>
          <Card>
            <dl className={styles.facts}>
              <dt>{text(m.code)}</dt>
              <dd className="num">{unit.code === '' ? text(m.noCode) : unit.code}</dd>
              <dt>{text(m.level)}</dt>
              <dd>{text(levelName(unit.level))}</dd>
              <dt>{text(m.state)}</dt>
              <dd>
                <StatusTag status={unitStatus(unit)} extra={unit.withdrawn_on ? format.date(unit.withdrawn_on) : undefined} />
                {successor && (
                  <>
                    {' '}
                    <Link to={`/units/${successor.code}`}>{text(m.successor, { name: successor.name })}</Link>
                  </>
                )}
              </dd>
              <dt>{text(m.publicPages)}</dt>
              <dd>
                <a href={`/u/${unit.code}`}>{text(m.toPublic)}</a>
              </dd>
            </dl>
          </Card>
          {unit.code !== '' && <TelephoneCard answer={answer} />}
          {unit.code !== '' && <CreditCodeCard answer={answer} />}
          <Children code={unit.code} />
        </div>
        <div className={styles.column}>
          {typeof year === 'number' && unit.level !== 'province' && (
            <Card title={text(m.standing, { year: String(year) })}>
              <BoardWords year={year} at={unit.code} />
            </Card>
          )}
          {typeof year === 'number' && <Figures code={unit.code} period={String(year)} />}
          <UnitHistoryCard code={unit.code} />
        </div>
      </div>
    </>
  );
}

const perPage = 20;

function Children({ code }: { code: string }) {
  const text = useText();
  const children = useChildren(code);
  const view = useUrlState({ page: '1' });
  const columns: TableColumnsType<UnitSummary> = [
    {
      title: text(m.name),
      key: 'name',
      render: (_, unit) => (unit.code === '' ? unit.name : <Link to={`/units/${unit.code}`}>{unit.name}</Link>),
    },
    { title: text(m.level), key: 'level', width: 130, responsive: ['sm'], render: (_, unit) => text(levelName(unit.level)) },
    { title: text(m.code), dataIndex: 'code', width: 130, className: 'num' },
  ];
  return (
    <Card
      title={text(m.children)}
      extra={children.data && children.data.length > 0 ? text(m.childrenCount, { n: children.data.length }) : undefined}
    >
      <Asked query={children} rows={5}>
        {(units) =>
          units.length === 0 ? (
            <Notice small title={text(m.noChildren)} advice={text(m.noChildrenAdvice)} />
          ) : (
            <Table<UnitSummary>
              rowKey="id"
              columns={columns}
              dataSource={units}
              size="small"
              pagination={
                units.length > perPage && {
                  pageSize: perPage,
                  showSizeChanger: false,
                  current: Number(view.state.page),
                  onChange: (page) => view.set({ page: String(page) }),
                }
              }
            />
          )
        }
      </Asked>
    </Card>
  );
}

function Figures({ code, period }: { code: string; period: string }) {
  const text = useText();
  const figures = useUnitFigures(code, period);
  return (
    <Card title={text(m.figures, { period })}>
      <Asked query={figures} rows={6}>
        {({ figures: all }) =>
          all.length === 0 ? (
            <p className={styles.none}>{text(m.figuresNone)}</p>
          ) : (
            <table className={styles.figures}>
              <thead className="hide">
                <tr>
                  <th scope="col">{text(m.measure)}</th>
                  <th scope="col">{text(m.figure)}</th>
                </tr>
              </thead>
              <tbody>
                {all.map((figure) => (
                  <tr key={figure.measure}>
                    <th scope="row">{text(figure)}</th>
                    <td>
                      {typeof figure.d === 'number' && figure.d > 0 ? (
                        <>
                          <b>{share(figure.n, figure.d)}</b>
                          <small>
                            {number(figure.n)} / {number(figure.d)}
                          </small>
                        </>
                      ) : (
                        <b>{number(figure.n)}</b>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Asked>
    </Card>
  );
}
