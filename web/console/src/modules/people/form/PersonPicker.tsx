// Choosing a person of a place by typing a part of the name. Its value is the record's id.
import { Select, Spin } from 'antd';
import { useState } from 'react';
import { useLater } from '@/shared/state/useLater';
import { useText } from '@/shared/state/preferences';
import { useNameSearch } from '../api';
import { m } from '../messages';
import { holdsNumber, sexes } from '../words';

interface Props {
  // Given by Form.Item.
  id?: string;
  value?: string;
  onChange?: (record: string | undefined) => void;
  at: string;
  // Whom not to offer.
  without: string;
}

export function PersonPicker({ id, value, onChange, at, without }: Props) {
  const text = useText();
  const [typed, setTyped] = useState('');
  const [label, setLabel] = useState('');
  const asked = useLater(typed.trim(), 250);
  const search = useNameSearch(at, holdsNumber(asked) ? '' : asked);
  const found = (typed.trim() === '' ? [] : (search.data?.pages[0]?.people ?? []))
    .filter((person) => person.id !== without)
    .map((person) => ({
      value: person.id,
      label: `${person.name} · ${text(m.sexAndAge, { sex: text(sexes[person.sex]), age: person.age })}${person.household_number ? ` · ${text(m.householdNumber, { number: person.household_number })}` : ''}`,
    }));
  return (
    <Select
      {...(id ? { id } : {})}
      value={value}
      onChange={(record: string | undefined) => {
        setLabel(found.find((each) => each.value === record)?.label ?? '');
        onChange?.(record);
      }}
      options={typed.trim() === '' && value ? [{ value, label }] : found}
      showSearch={{ onSearch: setTyped, filterOption: false, searchValue: typed }}
      onOpenChange={(open) => !open && setTyped('')}
      placeholder={text(m.searchHint)}
      notFoundContent={typed.trim() === '' ? text(m.searchHint) : search.isFetching || asked !== typed.trim() ? <Spin size="small" /> : text(m.nobody)}
      allowClear
    />
  );
}
