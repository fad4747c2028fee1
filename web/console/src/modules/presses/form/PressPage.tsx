// Pressing a unit below on a task. The address may say year, clause and unit.
import { App, Form, Input } from 'antd';
import { useNavigate } from 'react-router';
import { useLatestYear } from '@/modules/plan/api';
import { TaskField } from '@/modules/plan/form/TaskField';
import { useOwnSession } from '@/modules/session/api';
import { UnitPicker } from '@/modules/units/form/UnitPicker';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { EntryForm } from '@/shared/form/EntryForm';
import { civilToday } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { type PressDetail, type PressOn, usePressUnit } from '../api';
import { m } from '../messages';

export default function PressPage() {
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const session = useOwnSession();
  const { state } = useUrlState({ year: '', clause: '', unit: '' });
  const latest = useLatestYear().data;
  const year = state.year === '' ? latest : Number(state.year);
  const press = usePressUnit(year ?? 0);
  return (
    <>
      <PageHead title={text(m.create)} trail={[{ label: text(m.title), to: '/presses' }]} />
      <Card>
        <EntryForm<PressOn, PressDetail>
          labels={{ task: m.task, unit: m.unit, due_on: m.due, text: m.text }}
          initial={state.unit === '' ? {} : { unit: state.unit }}
          draft={{ account: session.account, form: `press-${state.clause}-${state.unit}` }}
          send={(body, idempotencyKey) => press.mutateAsync({ body, idempotencyKey })}
          onDone={(made) => {
            void message.success(text(m.sent));
            void navigate(`/presses/${made.press.id}`);
          }}
          submit={text(m.send)}
          onCancel={() => void navigate('/presses')}
        >
          <Form.Item name="task" label={text(m.task)} rules={[{ required: true, message: text(m.taskWanted) }]}>
            <TaskField year={year} clause={state.clause} />
          </Form.Item>
          <Form.Item name="unit" label={text(m.unit)} rules={[{ required: true, message: text(m.unitWanted) }]}>
            <UnitPicker levels={['county', 'township']} />
          </Form.Item>
          <Form.Item
            name="due_on"
            label={text(m.due)}
            extra={text(m.dueRule)}
            rules={[{ required: true, message: text(m.dueWanted) }, dayRule(text, { from: civilToday() })]}
          >
            <DateField from={civilToday()} />
          </Form.Item>
          <Form.Item
            name="text"
            label={text(m.text)}
            rules={[{ required: true, whitespace: true, min: 2, message: text(m.textWanted) }]}
          >
            <Input.TextArea rows={4} maxLength={1000} showCount />
          </Form.Item>
        </EntryForm>
      </Card>
    </>
  );
}
