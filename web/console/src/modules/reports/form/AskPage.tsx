// Asking units below how a task stands. The address may say year, clause and unit.
import { App, Form, Input } from 'antd';
import { useNavigate } from 'react-router';
import { useLatestYear } from '@/modules/plan/api';
import { TaskField } from '@/modules/plan/form/TaskField';
import { UnitsBelow } from '@/modules/plan/form/UnitsBelow';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { EntryForm } from '@/shared/form/EntryForm';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { civilToday } from '@/shared/i18n/format';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { type Question, useAskReports } from '../api';
import { m } from '../messages';

export default function AskPage() {
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const session = useOwnSession();
  const { state } = useUrlState({ year: '', clause: '', unit: '' });
  const latest = useLatestYear().data;
  const year = state.year === '' ? latest : Number(state.year);
  const ask = useAskReports(year ?? 0);
  return (
    <>
      <PageHead title={text(m.askTitle)} trail={[{ label: text(m.title), to: '/reports' }]} />
      <Card>
        <EntryForm<Question, Awaited<ReturnType<typeof ask.mutateAsync>>>
          labels={{ task: m.task, units: m.units, due_on: m.due, note: m.noteLabel }}
          initial={{ units: state.unit === '' ? [] : [state.unit] }}
          draft={{ account: session.account, form: `ask-reports-${state.clause}-${state.unit}` }}
          send={({ note = '', ...rest }, idempotencyKey) => ask.mutateAsync({ body: { ...rest, note }, idempotencyKey })}
          onDone={({ reports }) => {
            void message.success(text(m.askedDone, { n: reports.length }));
            void navigate('/reports');
          }}
          submit={text(m.sendAsk)}
          onCancel={() => void navigate('/reports')}
        >
          <Form.Item name="task" label={text(m.task)} rules={[{ required: true, message: text(m.taskWanted) }]}>
            <TaskField year={year} clause={state.clause} />
          </Form.Item>
          <Form.Item
            name="units"
            label={text(m.units)}
            rules={[{ required: true, type: 'array', min: 1, message: text(m.unitsWanted) }]}
          >
            <UnitsBelow of={currentPost(session)?.unit.code ?? ''} />
          </Form.Item>
          <Form.Item
            name="due_on"
            label={text(m.due)}
            extra={text(m.dueRule)}
            rules={[{ required: true, message: text(m.dueWanted) }, dayRule(text, { from: civilToday() })]}
          >
            <DateField from={civilToday()} />
          </Form.Item>
          <Form.Item name="note" label={text(m.noteLabel)} extra={text(m.noteRule)}>
            <Input.TextArea rows={3} maxLength={500} showCount />
          </Form.Item>
        </EntryForm>
      </Card>
    </>
  );
}
