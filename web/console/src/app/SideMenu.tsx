// The menu. Between the desk and the foundations it reads like the plan: its sections, and their clauses.
import { NavLink, useLocation } from 'react-router';
import { useLatestYear, usePlan } from '@/modules/plan/api';
import { sectionName } from '@/modules/plan/sections';
import { useHomeBoard } from '@/modules/plan/useHomeBoard';
import { may, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import { Mark } from '@/shared/ui/Mark';
import { CloseIcon } from '@/shared/ui/icons';
import { m } from './messages';
import { resources, type Resource } from './resources';
import styles from './SideMenu.module.css';

export function SideMenu({ onClose }: { onClose?: () => void }) {
  const text = useText();
  const session = useOwnSession();
  const seen = resources.filter(({ permission }) => permission === null || may(session, permission));
  return (
    <nav className={styles.menu} aria-label={text(m.menu)}>
      <div className={styles.brand}>
        <Mark className={styles.mark} />
        <span>{text(m.product)}</span>
        {onClose && (
          <button type="button" className={styles.close} onClick={onClose} aria-label={text(m.closeMenu)}>
            <CloseIcon />
          </button>
        )}
      </div>
      <ul>
        {seen
          .filter(({ place }) => place === 'top')
          .map((resource) => (
            <Entry key={resource.name} resource={resource} />
          ))}
      </ul>
      <Chapters />
      <h2>{text(m.foundation)}</h2>
      <ul>
        {seen
          .filter(({ place }) => place === 'foundation')
          .map((resource) => (
            <Entry key={resource.name} resource={resource} />
          ))}
      </ul>
    </nav>
  );
}

function Entry({ resource }: { resource: Resource }) {
  const text = useText();
  const { pathname } = useLocation();
  const Icon = resource.icon;
  const Count = resource.count;
  // A clause of the plan has an entry of its own.
  const onClause = resource.name === 'plan' && /^\/plan\/\d+\/./.test(pathname);
  return (
    <li>
      <NavLink
        to={`/${resource.path}`}
        className={({ isActive }) => `${styles.entry} ${isActive && !onClause ? styles.here : ''}`}
        aria-current={onClause ? false : 'page'}
      >
        <Icon />
        {text(resource.title)}
        {Count && <Count />}
      </NavLink>
    </li>
  );
}

function Chapters() {
  const text = useText();
  const year = useLatestYear().data;
  const plan = usePlan(year).data;
  const board = useHomeBoard().data;
  if (!plan) return year === null ? null : <Skeleton />;
  return plan.plan.sections.map((section) => (
    <div key={section.number}>
      <h2 title={section.heading}>{text(sectionName(section))}</h2>
      <ul>
        {section.clauses.map((clause) => {
          const late = board?.clauses.find(({ code }) => code === clause.code)?.own.state === 'late';
          return (
            <li key={clause.code}>
              <NavLink
                to={`/plan/${plan.plan.year}/${clause.code}`}
                className={({ isActive }) => `${styles.entry} ${styles.clause} ${isActive ? styles.here : ''}`}
              >
                <span className={styles.name} title={text({ zh: clause.short_zh, en: clause.short_en })}>{text({ zh: clause.short_zh, en: clause.short_en })}</span>
                {late && <span className={styles.late}>{text(m.late)}</span>}
              </NavLink>
            </li>
          );
        })}
      </ul>
    </div>
  ));
}

// The shape of the chapters while the plan is being read.
function Skeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      {[3, 3, 4, 2].map((clauses, section) => (
        <div key={section}>
          {Array.from({ length: clauses }, (_, clause) => (
            <span key={clause} />
          ))}
        </div>
      ))}
    </div>
  );
}
