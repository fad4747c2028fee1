// The plan, live: every clause at every unit below, the key figures, one figure on the map, and what needs attention.
// The address holds the view: at (unit), figure (on the map), map (map or list), state (filter), cell (what is open),
// owes (what is late, or all that is owed).
import { Grid } from 'antd';
import { useParams } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { PageHead } from '@/shared/ui/PageHead';
import { usePlan, useScoreboard, type Plan, type Scoreboard } from '../api';
import { readCellKey } from '../board';
import { m } from '../messages';
import { isState } from '../state';
import { unitTrail, useTrail } from '../useTrail';
import { Attention } from './Attention';
import { Board } from './Board';
import { BoardSkeleton } from './BoardSkeleton';
import { CellDrawer } from './CellDrawer';
import { FigureMap } from './FigureMap';
import { Headlines } from './Headlines';
import { Owed } from './Owed';
import { StateFilter } from './StateFilter';
import { WeekNews } from './WeekNews';
import { ClauseList } from './ClauseList';
import { Card } from '@/shared/ui/Card';
import styles from './ScoreboardPage.module.css';

export const noView = { at: '', figure: '', map: '', state: '', cell: '', owes: '' };

export default function ScoreboardPage() {
  const { year = '' } = useParams();
  const view = useUrlState(noView);
  const plan = usePlan(Number(year));
  const board = useScoreboard(Number(year), view.state.at);
  return (
    <Asked query={board} loading={<BoardSkeleton />}>
      {(data) => <Page board={data} plan={plan.data} stale={board.isPlaceholderData} />}
    </Asked>
  );
}

function Page({ board, plan, stale }: { board: Scoreboard; plan: Plan | undefined; stale: boolean }) {
  const text = useText();
  const { lg = false } = Grid.useBreakpoint();
  const view = useUrlState(noView);
  const above = useTrail(board.at.code);
  const state = isState(view.state.state) ? view.state.state : null;
  const isWhole = plan === undefined || board.at.code === plan.division.code;
  const title = isWhole
    ? text(m.wholeTitle, { year: String(board.year), heading: plan ? text({ zh: plan.plan.heading, en: plan.plan.heading_en }) : '' })
    : text(m.unitTitle, { unit: board.at.name, year: String(board.year) });
  const hasChildren = board.children.length > 0;
  const open = readCellKey(view.state.cell);

  return (
    <div className={stale ? styles.stale : undefined} aria-busy={stale}>
      <PageHead
        title={title}
        trail={isWhole ? [] : unitTrail(above, board.at, plan, (code) => `/plan/${board.year}${view.query({ at: code, cell: '' })}`)}
        note={
          plan && (
            <span>
              {text(m.clausesAndTasks, {
                clauses: board.clauses.length,
                tasks: plan.plan.sections.flatMap(({ clauses }) => clauses).reduce((sum, { tasks }) => sum + tasks.length, 0),
              })}
            </span>
          )
        }
      />
      <Headlines board={board} />
      <div className={`${styles.layout} ${hasChildren ? '' : styles.single}`}>
        <Card title={text(hasChildren ? m.board : m.boardOwn)} extra={<StateFilter board={board} />}>
          {hasChildren && lg ? <Board board={board} only={state} /> : <ClauseList board={board} only={state} />}
          <p className={styles.help}>{text(m.cellHelp)}</p>
        </Card>
        <div className={styles.side}>
          {hasChildren && <FigureMap board={board} plan={plan} />}
          <Attention board={board} plan={plan} only={state} address={(cell) => view.query({ cell })} />
          <Owed at={board.at} />
          <WeekNews board={board} />
        </div>
      </div>
      <CellDrawer year={board.year} open={open} onClose={() => view.set({ cell: '' })} />
    </div>
  );
}
