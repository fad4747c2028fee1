// Narrowing a list of what units owe: by unit, state and clause.
import { Button, Select } from 'antd';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import type { Message } from '@/shared/i18n/text';
import { useText } from '@/shared/state/preferences';
import { useLatestYear, usePlan } from '../api';
import { m } from '../messages';
import styles from './TaskedFilters.module.css';

export const noTaskedFilter = { at: '', state: '', clause: '' };
export type TaskedFilter = typeof noTaskedFilter;

interface Props {
  filter: TaskedFilter;
  set: (change: Partial<TaskedFilter>) => void;
  states: Record<string, Message>;
}

export function TaskedFilters({ filter, set, states }: Props) {
  const text = useText();
  const plan = usePlan(useLatestYear().data).data;
  const clauses = plan?.plan.sections.flatMap((section) => section.clauses) ?? [];
  return (
    <div className={styles.filters} role="search">
      <label>
        {text(m.unit)}
        <UnitPicker
          className={styles.unit ?? ''}
          {...(filter.at === '' ? {} : { value: filter.at })}
          onChange={(at) => set({ at: at ?? '' })}
          placeholder={text(m.anyUnit)}
        />
      </label>
      <label>
        {text(m.stateColumn)}
        <Select
          className={styles.state ?? ''}
          value={filter.state}
          onChange={(state: string) => set({ state })}
          options={[
            { value: '', label: text(m.allStates) },
            ...Object.entries(states).map(([value, label]) => ({ value, label: text(label) })),
          ]}
        />
      </label>
      <label>
        {text(m.clause)}
        <Select
          className={styles.clause ?? ''}
          value={filter.clause}
          onChange={(clause: string) => set({ clause })}
          options={[
            { value: '', label: text(m.allClauses) },
            ...clauses.map((clause) => ({
              value: clause.code,
              label: `${clause.code} ${text({ zh: clause.short_zh, en: clause.short_en })}`,
            })),
          ]}
        />
      </label>
      {Object.values(filter).some((value) => value !== '') && (
        <Button onClick={() => set(noTaskedFilter)}>{text(m.clearFilter)}</Button>
      )}
    </div>
  );
}
