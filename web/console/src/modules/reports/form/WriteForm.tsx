// Writing the own unit's report. What is typed stays in this browser until it is sent; the unit's draft on the server
// is what colleagues see.
import { App, Button, Form, Input } from 'antd';
import { useOwnSession } from '@/modules/session/api';
import { newIdempotencyKey } from '@/shared/api/client';
import { explain } from '@/shared/api/problem';
import { EntryForm } from '@/shared/form/EntryForm';
import { RadioItem } from '@/shared/form/RadioItem';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { type Progress, type Report, useWriteReport, type Written } from '../api';
import { m } from '../messages';
import { progressNames } from '../progress';

interface Props {
  report: Report;
  // Notes that someone else was faster.
  watch: <T>(call: Promise<T>) => Promise<T>;
}

export function WriteForm({ report, watch }: Props) {
  const text = useText();
  const { message } = App.useApp();
  const session = useOwnSession();
  const write = useWriteReport(report.id);
  const named = (name: string) => report.actions.find((action) => action.name === name);
  const draft = named('write');
  const submit = named('submit');
  if (!submit) return null;
  const save = async (written: Written) => {
    try {
      await watch(write.mutateAsync({ how: 'write', version: report.version, written: { progress: written.progress, text: written.text ?? '' }, idempotencyKey: newIdempotencyKey() }));
      void message.success(text(m.saved));
    } catch (error) {
      void message.error(text(explain(error).title));
    }
  };
  return (
    <Card title={text(m.write)}>
      <EntryForm<Written, unknown>
        labels={{ progress: m.progress, text: m.text }}
        initial={{ progress: report.progress, text: report.text }}
        version={report.version}
        say={(field, value) => (field === 'progress' ? text(progressNames[value as Progress]) : String(value))}
        draft={{ account: session.account, form: `report-${report.id}` }}
        send={(written, idempotencyKey) =>
          watch(write.mutateAsync({ how: 'submit', version: report.version, written, idempotencyKey }))
        }
        onDone={() => void message.success(text(m.submittedDone))}
        submit={text({ zh: submit.label_zh, en: submit.label_en })}
        also={(form) =>
          draft && (
            <Button loading={write.isPending} onClick={() => void save(form.getFieldsValue())}>
              {text({ zh: draft.label_zh, en: draft.label_en })}
            </Button>
          )
        }
      >
        <RadioItem
          name="progress"
          label={text(m.progress)}
          rules={[{ required: true, message: text(m.progressWanted) }]}
          group={{ buttonStyle: 'solid', optionType: 'button' }}
          options={(Object.keys(progressNames) as Progress[]).map((value) => ({ value, label: text(progressNames[value]) }))}
        />
        <Form.Item
          name="text"
          label={text(m.text)}
          rules={[{ required: true, whitespace: true, message: text(m.textWanted) }]}
        >
          <Input.TextArea rows={6} maxLength={5000} showCount />
        </Form.Item>
      </EntryForm>
    </Card>
  );
}
