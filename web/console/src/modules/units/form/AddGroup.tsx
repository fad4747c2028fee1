// Adding a group, a hamlet or another unit below a village; shown to whoever may, on the village's own page.
import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { EntryForm } from '@/shared/form/EntryForm';
import { RadioItem } from '@/shared/form/RadioItem';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type UnitAnswer, type UnitSummary, useAddUnit, useChildren } from '../api';
import { m } from '../messages';
import { type Level, levelName } from '../names';

interface Values {
  level: Level;
  name: string;
  // Of a ten-household unit: the group it lies in; without it, it lies in the village.
  parent?: string;
}

// What may lie in a village.
const belowVillage: Level[] = ['group', 'hamlet', 'compound', 'ten_households'];

export function AddGroup({ answer: { unit, above } }: { answer: UnitAnswer }) {
  const text = useText();
  const session = useOwnSession();
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const post = currentPost(session)?.unit.code;
  const within = [unit, ...above].some(({ code }) => code === post);
  if (unit.level !== 'village' || unit.withdrawn_on || !within || !may(session, 'units.manage')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{text(m.addGroup)}</Button>
      <Dialog open={open} onCancel={() => setOpen(false)} title={text(m.addGroupTo, { name: unit.name })} footer={null} destroyOnHidden width={480}>
        <AddForm
          village={unit}
          onDone={({ name }) => {
            setOpen(false);
            void message.success(text(m.groupAdded, { name }));
          }}
          onCancel={() => setOpen(false)}
        />
      </Dialog>
    </>
  );
}

function AddForm({ village, onDone, onCancel }: {
  village: UnitSummary;
  onDone: (unit: UnitSummary) => void;
  onCancel: () => void;
}) {
  const text = useText();
  const add = useAddUnit();
  const groups = (useChildren(village.code).data ?? []).filter(({ level, withdrawn_on }) => level !== 'ten_households' && !withdrawn_on);
  return (
    <EntryForm<Values, UnitSummary>
      labels={{ level: m.level, name: m.name, parent: m.parent }}
      initial={{ level: 'group' }}
      over="add-unit"
      guard={false}
      send={({ level, name, parent }, idempotencyKey) => {
        const inGroup = level === 'ten_households' && parent;
        const where = inGroup ? { parent_code: '', parent_id: parent } : { parent_code: village.code };
        return add.mutateAsync({ body: { ...where, level, name: name.trim() }, idempotencyKey });
      }}
      onDone={onDone}
      submit={text(m.add)}
      onCancel={onCancel}
    >
      <RadioItem
        name="level"
        label={text(m.level)}
        options={belowVillage.map((level) => ({ value: level, label: text(levelName(level)) }))}
      />
      <Form.Item name="name" label={text(m.name)} extra={text(m.groupNameRule)} rules={[{ required: true, whitespace: true, message: text(m.nameWanted) }]}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
      {groups.length > 0 && (
        <Form.Item noStyle dependencies={['level']}>
          {({ getFieldValue }) =>
            getFieldValue('level') === 'ten_households' && (
              <Form.Item name="parent" label={text(m.parent)}>
                <Select allowClear placeholder={village.name} options={groups.map(({ id, name }) => ({ value: id, label: name }))} />
              </Form.Item>
            )
          }
        </Form.Item>
      )}
    </EntryForm>
  );
}
