// Making a circular: the quarter, a look at it, its number, and issuing it.
import { App, Form, Input, Select } from 'antd';
import { ExportButton } from '@/modules/exports/form/ExportButton';
import { useLatestYear } from '@/modules/plan/api';
import { EntryForm } from '@/shared/form/EntryForm';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { type CircularLine, type IssueCircular, useIssueCircular } from '../api';
import { m } from '../messages';
import styles from './MakeForm.module.css';

export function MakeForm() {
  const text = useText();
  const { message } = App.useApp();
  const year = useLatestYear().data ?? 0;
  const issue = useIssueCircular(year);
  return (
    <Card title={text(m.make)} extra={year === 0 ? undefined : year}>
      <EntryForm<IssueCircular, CircularLine>
        labels={{ quarter: m.quarter, number: m.number }}
        send={(body, idempotencyKey) => issue.mutateAsync({ body, idempotencyKey })}
        onDone={() => void message.success(text(m.issued))}
        submit={text(m.issue)}
      >
        {(form) => (
          <>
            <Form.Item name="quarter" label={text(m.quarter)} rules={[{ required: true, message: text(m.quarterWanted) }]}>
              <Select options={[1, 2, 3, 4].map((n) => ({ value: n, label: text(m.quarterNo, { n }) }))} />
            </Form.Item>
            <Form.Item noStyle dependencies={['quarter']}>
              {() => <Previews year={year} quarter={form.getFieldValue('quarter') as number | undefined} />}
            </Form.Item>
            <Form.Item
              name="number"
              label={text(m.number)}
              extra={text(m.issueHelp)}
              rules={[{ required: true, whitespace: true, min: 2, message: text(m.numberWanted) }]}
            >
              <Input maxLength={60} placeholder={text(m.numberHint)} autoComplete="off" />
            </Form.Item>
          </>
        )}
      </EntryForm>
    </Card>
  );
}

function Previews({ year, quarter }: { year: number; quarter: number | undefined }) {
  const text = useText();
  if (quarter === undefined) return null;
  const query = `year=${year}&quarter=${quarter}`;
  return (
    <p className={styles.previews}>
      <ExportButton link isPaper what={text(m.preview)} data="internal" address={`/api/circulars/preview/paper?${query}`}>
        {text(m.preview)}
      </ExportButton>
      <ExportButton link what={text(m.previewSheet)} data="internal" address={`/api/circulars/preview/xlsx?${query}`}>
        {text(m.previewSheet)}
      </ExportButton>
    </p>
  );
}
