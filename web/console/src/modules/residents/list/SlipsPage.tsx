// Choosing people of the own village's register, and the slips to be printed for them. Codes live in this page alone.
import { Button, Input, Table, type TableColumnsType } from 'antd';
import { useState } from 'react';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { ApiError } from '@/shared/api/problem';
import { useText } from '@/shared/state/preferences';
import { useUrlState } from '@/shared/state/useUrlState';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Failure } from '@/shared/ui/Failure';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { type PersonLine, usePeopleAt, useMakeSlips } from '../api';
import { m } from '../messages';
import { Sheet } from './Sheet';
import styles from './SlipsPage.module.css';

export default function SlipsPage() {
  const text = useText();
  const make = useMakeSlips();
  if (make.data) return <Sheet printed={make.data} onBack={() => make.reset()} />;
  return (
    <>
      <PageHead title={text(m.title)} note={<span>{text(m.note)}</span>} />
      <Choice making={make.isPending} failure={make.error} onMake={(records) => make.mutate(records)} />
    </>
  );
}

interface ChoiceProps {
  making: boolean;
  failure: Error | null;
  onMake: (records: string[]) => void;
}

function Choice({ making, failure, onMake }: ChoiceProps) {
  const text = useText();
  const session = useOwnSession();
  const view = useUrlState({ after: '' });
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const people = usePeopleAt(currentPost(session)?.unit.code ?? '', view.state.after);
  const columns: TableColumnsType<PersonLine> = [
    { title: text(m.name), dataIndex: 'name', key: 'name' },
    { title: text(m.group), dataIndex: 'group_name', key: 'group', responsive: ['md'] },
    { title: text(m.household), dataIndex: 'household_number', key: 'household', className: 'num' },
  ];
  return (
    <Card>
      {failure && (
        <Failure
          error={failure}
          action={failure instanceof ApiError && failure.problem?.errors.map(({ field, message }) => <p key={field}>{text(message)}</p>)}
        />
      )}
      <div className={styles.above} role="search">
        <label>
          {text(m.find)}
          <Input value={typed} onChange={({ target }) => setTyped(target.value)} allowClear />
        </label>
        <Button type="primary" loading={making} disabled={chosen.length === 0} onClick={() => onMake(chosen)}>
          {chosen.length === 0 ? text(m.makeNone) : text(m.make, { n: chosen.length })}
        </Button>
      </div>
      <p className={styles.rule}>{text(m.rule)}</p>
      <Asked query={people} rows={8}>
        {({ people: all, next }) =>
          all.length === 0 ? (
            <Notice title={text(m.none)} advice={text(m.noneAdvice)} />
          ) : (
            <>
              <Table<PersonLine>
                rowKey="id"
                columns={columns}
                dataSource={all.filter(({ name }) => name.includes(typed.trim()))}
                rowSelection={{
                  selectedRowKeys: chosen,
                  preserveSelectedRowKeys: true,
                  onChange: (keys) => setChosen(keys.map(String)),
                  getCheckboxProps: ({ name }) => ({ 'aria-label': name }),
                }}
                pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
                size="small"
                locale={{ emptyText: text(m.noneFound) }}
              />
              <p className={styles.below}>
                {view.state.after !== '' && <Button onClick={() => view.set({ after: '' })}>{text(m.first)}</Button>}
                {next && <Button onClick={() => view.set({ after: next })}>{text(m.next)}</Button>}
              </p>
            </>
          )
        }
      </Asked>
    </Card>
  );
}
