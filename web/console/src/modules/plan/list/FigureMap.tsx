// One figure at every unit: as a schematic map where the prefecture has one, or as a list from high to low.
import { Segmented, Select } from 'antd';
import { Link } from 'react-router';
import { placeName, shortName } from '@/modules/units/names';
import { number, share } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { ShareBar } from '@/shared/ui/ShareBar';
import { type ClauseStanding, type FigureCell, type Plan, type Scoreboard, type TargetLine, type UnitRef, useClause, useMeasures } from '../api';
import { clauseOf, hasShare, readTargetKey, targetKey } from '../board';
import { placesOf, shadeOf, shadeSteps } from '../cartogram';
import { m } from '../messages';
import { statusOf } from '../state';
import { noView } from './ScoreboardPage';
import styles from './FigureMap.module.css';

export function FigureMap({ board, plan }: { board: Scoreboard; plan: Plan | undefined }) {
  const text = useText();
  const view = useUrlState(noView);
  const measures = useMeasures().data;
  const chosen = readTargetKey(view.state.figure) ?? firstHeadline(board, plan);
  const clause = useClause(board.year, chosen?.clause ?? '', view.state.at);
  const isMapped = board.children[0]?.level === 'county';
  const asList = !isMapped || view.state.map === 'list';
  if (!plan || !chosen) return null;

  const nameOf = (code: string) => {
    const measure = measures?.find((each) => each.code === code);
    return measure ? text(measure) : code;
  };
  const options = plan.plan.sections
    .flatMap(({ clauses }) => clauses)
    .map((each) => ({
      label: `${each.code} ${text({ zh: each.short_zh, en: each.short_en })}`,
      options: each.targets.map((target, index) => ({
        value: targetKey(each.code, index),
        label: nameOf(target.measure),
      })),
    }));

  return (
    <Card
      title={text(m.map)}
      extra={
        isMapped && (
          <Segmented
            size="small"
            aria-label={text(m.mapOrList)}
            value={asList ? 'list' : ''}
            onChange={(map) => view.set({ map })}
            options={[
              { value: '', label: text(m.asMap) },
              { value: 'list', label: text(m.asList) },
            ]}
          />
        )
      }
    >
      <Select
        className={styles.pick ?? ''}
        aria-label={text(m.mapPick)}
        value={targetKey(chosen.clause, chosen.index)}
        options={options}
        showSearch={{ optionFilterProp: 'label' }}
        onChange={(figure) => view.set({ figure })}
      />
      <Asked query={clause} rows={5}>
        {(standing) => {
          const line = standing.targets[chosen.index];
          if (!line || standing.clause.code !== chosen.clause) return null;
          return (
            <>
              <Total line={line} />
              {asList ? (
                <Ranking standing={standing} line={line} />
              ) : (
                <Cartogram standing={standing} line={line} />
              )}
            </>
          );
        }}
      </Asked>
    </Card>
  );
}

function firstHeadline(board: Scoreboard, plan: Plan | undefined) {
  const headline = board.headlines[0];
  if (!headline) return null;
  const targets = clauseOf(plan, headline.clause)?.targets ?? [];
  return { clause: headline.clause, index: targets.findIndex(({ measure }) => measure === headline.measure) };
}

function Total({ line }: { line: TargetLine }) {
  const { own } = line;
  return (
    <p className={styles.total}>
      {hasShare(own) ? (
        <>
          <b>{share(own.n, own.d)}</b> {number(own.n)} / {number(own.d)}
        </>
      ) : (
        <b>—</b>
      )}
    </p>
  );
}

const tile = { width: 50, height: 46, gap: 4 };

function Cartogram({ standing, line }: { standing: ClauseStanding; line: TargetLine }) {
  const text = useText();
  const view = useUrlState(noView);
  const places = placesOf(standing.children);
  const columns = Math.max(...places.map(({ column }) => column)) + 1;
  const rows = Math.max(...places.map(({ row }) => row)) + 1;
  const width = columns * (tile.width + tile.gap) - tile.gap;
  const height = rows * (tile.height + tile.gap) - tile.gap;
  const name = text({ zh: line.measure_zh, en: line.measure_en });
  return (
    <figure className={styles.figure}>
      <svg viewBox={`0 0 ${width} ${height}`} role="group" aria-label={text(m.mapLabel, { figure: name })}>
        {standing.children.map((unit, i) => {
          const place = places[i]!;
          return (
            <g key={unit.code} transform={`translate(${place.column * (tile.width + tile.gap)} ${place.row * (tile.height + tile.gap)})`}>
              <Tile unit={unit} cell={line.cells[i]!} to={view.query({ at: unit.code, cell: '' })} />
            </g>
          );
        })}
      </svg>
      <figcaption>
        <Key />
        {text(m.mapSchematic)}
      </figcaption>
    </figure>
  );
}

function Tile({ unit, cell, to }: { unit: UnitRef; cell: FigureCell; to: string }) {
  const text = useText();
  const status = statusOf(cell.state);
  const known = hasShare(cell);
  const attention = cell.state === 'late' || cell.state === 'behind' || cell.state === 'not_started';
  const label = `${unit.name} ${known ? share(cell.n, cell.d) : ''} ${text(status.label)}`;
  return (
    <Link to={to} aria-label={label} className={`${styles.tile} ${known ? styles[shadeOf(cell.n, cell.d)] : styles.v0}`}>
      <title>{label}</title>
      <rect width={tile.width} height={tile.height} rx="6" />
      <text x={tile.width / 2} y="20" textAnchor="middle" className={styles.tileName}>
        {shortName(unit.name)}
      </text>
      <text x={tile.width / 2} y="36" textAnchor="middle" className={styles.tileShare}>
        {known ? share(cell.n, cell.d).replace('%', '') : status.sign}
      </text>
      {attention && (
        <g className={styles[`sign_${status.tone}`]}>
          <circle cx={tile.width - 4} cy="4" r="7" />
          <text x={tile.width - 4} y="7.6" textAnchor="middle">
            {status.sign}
          </text>
        </g>
      )}
    </Link>
  );
}

function Key() {
  const text = useText();
  const [high, middle, low] = shadeSteps;
  return (
    <span className={styles.key}>
      <span><i className={styles.k4} />{text(m.atLeast, { n: high })}</span>
      <span><i className={styles.k3} />{text(m.between, { low: middle, high })}</span>
      <span><i className={styles.k2} />{text(m.between, { low, high: middle })}</span>
      <span><i className={styles.k1} />{text(m.below, { n: low })}</span>
    </span>
  );
}

const mostRanked = 12;

function Ranking({ standing, line }: { standing: ClauseStanding; line: TargetLine }) {
  const text = useText();
  const view = useUrlState(noView);
  const rows = standing.children
    .map((unit, i) => ({ unit, cell: line.cells[i]! }))
    .sort((a, b) => shareOf(b.cell) - shareOf(a.cell));
  const hidden = rows.length - mostRanked;
  const all = `/plan/${standing.year}/${standing.clause.code}?measure=${line.target.measure}${view.state.at === '' ? '' : `&at=${view.state.at}`}`;
  return (
    <>
      <ol className={styles.ranking}>
        {rows.slice(0, mostRanked).map(({ unit, cell }) => (
          <li key={unit.code}>
            <Link to={view.query({ at: unit.code, cell: '' })}>{placeName(unit.name)}</Link>
            <span className={styles.barBox}>
              {hasShare(cell) && <ShareBar n={cell.n} d={cell.d} target={line.target.part / line.target.of} />}
            </span>
            <span className={styles.value}>{hasShare(cell) ? share(cell.n, cell.d) : text(statusOf(cell.state).label)}</span>
          </li>
        ))}
      </ol>
      {hidden > 0 && <Link to={all}>{text(m.allUnits, { n: rows.length })}</Link>}
    </>
  );
}

function shareOf(cell: FigureCell): number {
  return hasShare(cell) ? cell.n / cell.d : -1;
}
