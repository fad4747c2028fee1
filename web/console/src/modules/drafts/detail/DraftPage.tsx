// The editor of a plan. What is changed stays in this browser until it is saved; the server says what stands against
// publishing, and decides again when it is published.
import { Button } from 'antd';
import { useParams } from 'react-router';
import { LeaveGuard } from '@/shared/form/LeaveGuard';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { PageHead } from '@/shared/ui/PageHead';
import { StatusTag } from '@/shared/ui/StatusTag';
import { History } from '@/shared/workflow/History';
import { workflowStatus } from '@/shared/workflow/state';
import { type DraftDetail, useDraft } from '../api';
import { addSection, keyOf } from '../edit';
import { EditingContext } from '../form/editing';
import { Whole, Words } from '../form/Fields';
import { SectionFields } from '../form/SectionFields';
import { useEditor } from '../form/useEditor';
import { m } from '../messages';
import { fieldId } from '../pointer';
import { Conflict, Restored, Taken } from './Notices';
import { Problems } from './Problems';
import { Ending } from './Ending';
import styles from '../form/Editor.module.css';

export default function DraftPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={useDraft(id)} loading={<Loading rows={12} />}>
      {(detail) => <Page key={detail.draft.id} detail={detail} />}
    </Asked>
  );
}

function Page({ detail }: { detail: DraftDetail }) {
  const text = useText();
  const editor = useEditor(detail);
  const { draft, history } = detail;
  const { document, problems, edit, fixed } = editor.editing;
  return (
    <EditingContext value={editor.editing}>
      <PageHead
        title={document.title_zh}
        trail={[{ label: text(m.title), to: '/drafts' }]}
        note={<StatusTag status={workflowStatus(draft)} />}
        actions={
          <>
            <Ending detail={detail} unsaved={editor.dirty} problems={problems.length} onEnded={editor.forget} />
            {!fixed && (
              <Button type="primary" loading={editor.saving} disabled={!editor.dirty} onClick={editor.save}>
                {text(m.save)}
              </Button>
            )}
          </>
        }
      />
      <div className={styles.layout}>
        <fieldset className={styles.main} disabled={fixed}>
          <legend className="hide">{document.title_zh}</legend>
          {editor.conflict && <Conflict onKeep={editor.keepMine} onDrop={editor.forget} />}
          {editor.restoredAt !== null && !editor.conflict && <Restored at={editor.restoredAt} onDrop={editor.forget} />}
          <Taken taken={editor.taken} onUndo={editor.undo} />
          <Card title={text(m.whole)}>
            <Words pointer="/title_zh" label={text(m.titleZh)} />
            <Words pointer="/title_en" label={text(m.titleEn)} />
            <Words pointer="/heading" label={text(m.heading)} long />
            <Words pointer="/heading_en" label={text(m.headingEn)} long />
            <div className={styles.row}>
              <Whole pointer="/pace/part" label={text(m.pacePart)} least={0} />
              <Whole pointer="/pace/of" label={text(m.paceOf)} />
            </div>
            <p className={styles.none}>{text(m.paceHelp)}</p>
          </Card>
          {document.sections.map((section, i) => (
            <SectionFields key={keyOf(section)} section={section} at={i} />
          ))}
          {!fixed && (
            <Button type="dashed" onClick={() => edit(addSection(document), (at) => fieldId(`${at}/heading`))}>
              {text(m.addSection)}
            </Button>
          )}
        </fieldset>
        <div className={styles.side}>
          {!fixed && <Problems problems={problems} unsaved={editor.dirty} goTo={editor.goTo} />}
          <History lines={history} />
        </div>
      </div>
      <LeaveGuard dirty={editor.dirty} kept />
    </EditingContext>
  );
}
