// Ctrl K: any page, clause or unit, by a few letters and the arrow keys.
import { Modal, Spin } from 'antd';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useLatestYear, usePlan } from '@/modules/plan/api';
import { may, useOwnSession } from '@/modules/session/api';
import { type SearchHit, useUnitSearch } from '@/modules/units/api';
import { levelName } from '@/modules/units/names';
import { useLater } from '@/shared/state/useLater';
import { useText } from '@/shared/state/preferences';
import { PageIcon, PlanIcon, SearchIcon, UnitsIcon } from '@/shared/ui/icons';
import { m } from './messages';
import { resources } from './resources';
import styles from './QuickSearch.module.css';

interface Hit {
  to: string;
  label: string;
  note?: string;
}

interface Group {
  title: string;
  icon: ReactNode;
  hits: Hit[];
}

const mostOfAGroup = 8;

export function QuickSearch({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      closable={false}
      destroyOnHidden
      width={620}
      styles={{ container: { padding: 0, overflow: 'hidden' } }}
      style={{ top: 72 }}
    >
      <Search onClose={onClose} />
    </Modal>
  );
}

function Search({ onClose }: { onClose: () => void }) {
  const text = useText();
  const navigate = useNavigate();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const { groups, busy } = useHits(typed);
  const hits = groups.flatMap((group) => group.hits);

  useEffect(() => setChosen(0), [typed]);
  // After the dialog has taken the focus for itself.
  useEffect(() => {
    const timer = setTimeout(() => input.current?.focus(), 50);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, id]);

  const go = (hit: Hit | undefined) => {
    if (!hit) return;
    onClose();
    void navigate(hit.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && hits.length > 0) {
      event.preventDefault();
      setChosen((chosen + step + hits.length) % hits.length);
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      go(hits[chosen]);
    }
  };

  let position = -1;
  return (
    <div role="search" aria-label={text(m.searchTitle)}>
      <div className={styles.field}>
        <SearchIcon />
        <input
          ref={input}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={text(m.searchHint)}
          aria-label={text(m.searchHint)}
          role="combobox"
          aria-expanded={hits.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={hits.length > 0 ? `${id}-${chosen}` : undefined}
          autoComplete="off"
          maxLength={60}
        />
        {busy && <Spin size="small" />}
      </div>
      <div id={`${id}-list`} role="listbox" aria-label={text(m.searchTitle)} className={styles.list}>
        {groups.map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p className={styles.title} aria-hidden="true">
              {group.title}
            </p>
            {group.hits.map((hit) => {
              position += 1;
              const at = position;
              return (
                <div
                  key={hit.to}
                  id={`${id}-${at}`}
                  role="option"
                  aria-selected={at === chosen}
                  className={`${styles.hit} ${at === chosen ? styles.chosen : ''}`}
                  onMouseMove={() => setChosen(at)}
                  onClick={() => go(hit)}
                >
                  {group.icon}
                  <span className={styles.label}>{hit.label}</span>
                  {hit.note && <span className={styles.note}>{hit.note}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {hits.length === 0 && !busy && (
        <p className={styles.none} role="status">
          {text(m.searchNone, { q: typed })}
        </p>
      )}
      <p className={styles.help}>{text(m.searchHelp)}</p>
    </div>
  );
}

function useHits(typed: string): { groups: Group[]; busy: boolean } {
  const text = useText();
  const session = useOwnSession();
  const year = useLatestYear().data;
  const plan = usePlan(year).data;
  const asked = useLater(typed, 200);
  const units = useUnitSearch(asked);
  const wanted = typed.trim().toLowerCase();

  const pages = useMemo(
    () =>
      resources
        .filter(({ permission }) => permission === null || may(session, permission))
        .map(({ path, title }) => ({ to: `/${path}`, label: text(title) })),
    [session, text],
  );
  const clauses = useMemo(
    () =>
      (plan?.plan.sections ?? []).flatMap((section) =>
        section.clauses.map((clause) => ({
          to: `/plan/${plan!.plan.year}/${clause.code}`,
          label: `${clause.code} ${text({ zh: clause.short_zh, en: clause.short_en })}`,
          // The clause's own words are searched too.
          words: `${clause.text} ${clause.gloss_en}`.toLowerCase(),
        })),
      ),
    [plan, text],
  );

  const matches = (hit: { label: string; words?: string }) =>
    hit.label.toLowerCase().includes(wanted) || (wanted.length > 1 && (hit.words?.includes(wanted) ?? false));
  const groups: Group[] = [
    { title: text(m.searchPages), icon: <PageIcon />, hits: pages.filter(matches) },
    { title: text(m.searchClauses), icon: <PlanIcon />, hits: clauses.filter(matches) },
    {
      title: text(m.searchUnits),
      icon: <UnitsIcon />,
      hits: wanted === '' ? [] : (units.data?.hits ?? []).slice(0, mostOfAGroup).map((hit) => unitHit(hit, text(levelName(hit.unit.level)))),
    },
  ];
  const busy = wanted !== '' && (units.isFetching || asked !== typed);
  return { groups: groups.filter(({ hits }) => hits.length > 0), busy };
}

function unitHit({ unit, above }: SearchHit, level: string): Hit {
  const places = above.filter((each) => each.level !== 'province' && each.level !== 'prefecture').map(({ name }) => name);
  return { to: `/units/${unit.code}`, label: unit.name, note: [...places, level].join(' · ') };
}
