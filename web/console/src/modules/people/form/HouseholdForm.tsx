// Entering a household, or changing one.
import { Form, Input, Select } from 'antd';
import { useChildren } from '@/modules/units/api';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { type HouseholdLine, useAddHousehold, useChangeHousehold } from '../api';
import { m } from '../messages';

interface Values {
  number: string;
  address?: string;
  group?: string;
}

interface Props {
  village: string;
  // The one to be changed; without it a new one is entered.
  household?: HouseholdLine;
  onDone: (household: HouseholdLine) => void;
  onCancel: () => void;
}

export function HouseholdForm({ village, household, onDone, onCancel }: Props) {
  const text = useText();
  const groups = useChildren(village).data ?? [];
  const add = useAddHousehold();
  const change = useChangeHousehold(household?.id ?? '');
  return (
    <EntryForm<Values, HouseholdLine>
      labels={{ number: m.householdNo, group: m.group, address: m.address }}
      guard={false}
      initial={household ? { number: household.number, address: household.address, ...(household.group ? { group: household.group } : {}) } : {}}
      send={({ number, address = '', group }, idempotencyKey) => {
        const body = { number: number.trim(), address: address.trim(), ...(group ? { group } : {}) };
        return household
          ? change.mutateAsync({ body: { ...body, version: household.version }, idempotencyKey })
          : add.mutateAsync({ body: { ...body, village }, idempotencyKey });
      }}
      onDone={onDone}
      onCancel={onCancel}
      submit={text(m.save)}
    >
      <Form.Item name="number" label={text(m.householdNo)} extra={text(m.householdNoRule)} rules={[{ required: true, whitespace: true, message: text(m.householdNoWanted) }]}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      {groups.length > 0 && (
        <Form.Item name="group" label={text(m.group)}>
          <Select allowClear options={groups.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      <Form.Item name="address" label={text(m.address)}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </EntryForm>
  );
}
