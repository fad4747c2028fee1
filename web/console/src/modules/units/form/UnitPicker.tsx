// Choosing a unit by typing: part of its name, township and name, or its code. Its value is the 12-digit code.
import { Select, Spin } from 'antd';
import { useState } from 'react';
import { useLater } from '@/shared/state/useLater';
import { useText } from '@/shared/state/preferences';
import { type UnitSummary, useUnit, useUnitSearch } from '../api';
import { m } from '../messages';
import { type Level, levelName } from '../names';
import styles from './UnitPicker.module.css';

interface Props {
  // Both given by Form.Item.
  id?: string;
  value?: string;
  onChange?: (code: string | undefined) => void;
  // Only units of these levels.
  levels?: Level[] | undefined;
  placeholder?: string;
  disabled?: boolean;
  'aria-label'?: string;
  className?: string;
}

export function UnitPicker({ id, value, onChange, levels, placeholder, disabled = false, className, ...rest }: Props) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const asked = useLater(typed, 250);
  const search = useUnitSearch(asked);
  const chosen = useUnit(value ?? '').data;

  const option = (unit: UnitSummary, above: UnitSummary[]) => ({
    value: unit.code,
    name: unit.name,
    where: [...above.slice(2).map(({ name }) => name), text(levelName(unit.level))].join(' · '),
  });
  const found = (typed.trim() === '' ? [] : (search.data?.hits ?? []))
    .filter(({ unit }) => unit.code !== '' && !unit.withdrawn_on && (!levels || levels.includes(unit.level)))
    .map(({ unit, above }) => option(unit, above));
  const known = chosen && !found.some((each) => each.value === value) ? [option(chosen.unit, chosen.above)] : [];

  return (
    <Select
      {...(id ? { id } : {})}
      aria-label={rest['aria-label']}
      className={className ?? styles.picker ?? ''}
      value={value}
      onChange={(code: string | undefined) => onChange?.(code)}
      options={typed.trim() === '' ? known : found}
      fieldNames={{ label: 'name' }}
      optionRender={({ data }) => (
        <span className={styles.option}>
          {data.name}
          <small>{data.where}</small>
        </span>
      )}
      showSearch={{ onSearch: setTyped, filterOption: false, searchValue: typed }}
      onOpenChange={(open) => !open && setTyped('')}
      placeholder={placeholder ?? text(m.pickerHint)}
      notFoundContent={
        typed.trim() === '' ? text(m.searchHint) : search.isFetching || asked !== typed ? <Spin size="small" /> : text(m.pickerNone)
      }
      allowClear
      disabled={disabled}
    />
  );
}
