// The editor of a plan. What is changed stays in this browser until it is saved; the server says what stands against
// publishing, and decides again when it is published.
import { App, Button } from 'antd';
import { useRef, useState } from 'react';
import { useParams } from 'react-router';
import { useOwnSession } from '@/modules/session/api';
import { newIdempotencyKey } from '@/shared/api/client';
import { explain } from '@/shared/api/problem';
import { dropDraft, keepDraft, readDraft } from '@/shared/form/draft';
import { LeaveGuard } from '@/shared/form/LeaveGuard';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { History } from '@/shared/workflow/History';
import { StaleNotice } from '@/shared/workflow/StaleNotice';
import { workflowStatus } from '@/shared/workflow/state';
import { useStaleNotice } from '@/shared/workflow/useStaleNotice';
import { type DraftDetail, type PlanDocument, useDraft, useDraftsChanged, useEndDraft, useSaveDraft } from '../api';
import { ClauseFields } from '../form/ClauseFields';
import { EditingContext, Words } from '../form/Fields';
import { m } from '../messages';
import { changeAt } from '../pointer';
import { Problems } from './Problems';
import styles from '../form/Editor.module.css';

export default function DraftPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useDraft(id)} loading={<Loading rows={12} />}>
      {(detail) => <Page key={detail.draft.id} detail={detail} />}
    </Asked>
  );
}

function Page({ detail: { draft, document: stored, problems, history } }: { detail: DraftDetail }) {
  const text = useText();
  const { message, modal } = App.useApp();
  const { account } = useOwnSession();
  const form = `plan-draft-${draft.id}`;
  const [changed, setChanged] = useState<PlanDocument | null>(
    () => readDraft<{ document: PlanDocument }>(account, form)?.values.document ?? null,
  );
  const save = useSaveDraft(draft.id);
  const end = useEndDraft(draft.id);
  const { stale, watch } = useStaleNotice(useDraftsChanged());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const document = changed ?? stored;
  const offered = (name: string) => draft.actions.find((action) => action.name === name);
  const label = (name: string) => text({ zh: offered(name)?.label_zh ?? '', en: offered(name)?.label_en ?? '' });
  const failed = (error: unknown) => void message.error(text(explain(error).title));

  const change = (pointer: string, value: unknown) => {
    const next = changeAt(document, pointer, value);
    setChanged(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => keepDraft(account, form, { document: next }), 300);
  };
  const onSave = async () => {
    try {
      await watch(save.mutateAsync({ version: draft.version, document, idempotencyKey: newIdempotencyKey() }));
      clearTimeout(timer.current);
      dropDraft(account, form);
      setChanged(null);
      void message.success(text(m.saved));
    } catch (error) {
      failed(error);
    }
  };
  const ask = (action: 'publish' | 'discard') =>
    modal.confirm({
      title: action === 'publish' ? text(m.publishAsk, { title: document.title_zh }) : text(m.discardAsk),
      content: text(action === 'publish' ? m.publishHelp : m.discardHelp),
      okText: label(action),
      cancelText: text(m.cancel),
      onOk: () =>
        watch(end.mutateAsync({ action, version: draft.version, idempotencyKey: newIdempotencyKey() })).then(() => {
          dropDraft(account, form);
          setChanged(null);
        }, failed),
    });

  return (
    <EditingContext value={{ document, problems, change }}>
      <PageHead
        title={document.title_zh}
        trail={[{ label: text(m.title), to: '/drafts' }]}
        note={<StatusTag status={workflowStatus(draft)} />}
        actions={
          <>
            {offered('discard') && <Button onClick={() => ask('discard')}>{label('discard')}</Button>}
            {offered('publish') && (
              <Button onClick={() => ask('publish')} disabled={changed !== null || problems.length > 0}>
                {label('publish')}
              </Button>
            )}
            {offered('save') && (
              <Button type="primary" loading={save.isPending} disabled={changed === null} onClick={() => void onSave()}>
                {label('save')}
              </Button>
            )}
          </>
        }
      />
      <div className={styles.layout}>
        <fieldset className={styles.main} disabled={!offered('save')}>
          <StaleNotice shown={stale} />
          <Card title={text(m.whole)}>
            <Words pointer="/title_zh" label={text(m.titleZh)} />
            <Words pointer="/title_en" label={text(m.titleEn)} />
            <Words pointer="/heading" label={text(m.heading)} long />
            <Words pointer="/heading_en" label={text(m.headingEn)} long />
          </Card>
          {document.sections.map((section, i) => (
            <Card key={section.number} title={text(m.section, { n: section.number })}>
              <Words pointer={`/sections/${i}/heading`} label={text(m.heading)} long />
              <Words pointer={`/sections/${i}/heading_en`} label={text(m.headingEn)} long />
              {section.clauses.map((clause, j) => (
                <ClauseFields key={clause.code} clause={clause} pointer={`/sections/${i}/clauses/${j}`} />
              ))}
            </Card>
          ))}
        </fieldset>
        <div className={styles.side}>
          <Problems problems={problems} unsaved={changed !== null} />
          <History lines={history} />
        </div>
      </div>
      <LeaveGuard dirty={changed !== null} kept />
    </EditingContext>
  );
}
