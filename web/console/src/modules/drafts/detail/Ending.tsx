// Publishing a draft, after seeing what that changes, or discarding it.
import { App, Button } from 'antd';
import { useState } from 'react';
import { newIdempotencyKey } from '@/shared/api/client';
import { explain } from '@/shared/api/problem';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Dialog } from '@/shared/ui/Dialog';
import { type DraftDetail, useDraftChanges, useDraftsChanged, useEndDraft } from '../api';
import { m } from '../messages';
import { isChangedMeanwhile } from '@/shared/workflow/useStaleNotice';
import { ChangeList } from './ChangeList';
import styles from '../form/Editor.module.css';

interface Props {
  detail: DraftDetail;
  unsaved: boolean;
  problems: number;
  onEnded: () => void;
}

export function Ending({ detail: { draft, document }, unsaved, problems, onEnded }: Props) {
  const text = useText();
  const { message, modal } = App.useApp();
  const [publishing, setPublishing] = useState(false);
  const end = useEndDraft(draft.id);
  const refresh = useDraftsChanged();
  const offered = (name: string) => draft.actions.find((action) => action.name === name);
  const publish = offered('publish');
  const discard = offered('discard');

  const run = async (action: 'publish' | 'discard') => {
    try {
      await end.mutateAsync({ action, version: draft.version, idempotencyKey: newIdempotencyKey() });
      setPublishing(false);
      onEnded();
      if (action === 'publish') void message.success(text(m.published));
    } catch (error) {
      if (isChangedMeanwhile(error)) refresh();
      void message.error(text(explain(error).title));
    }
  };
  const askDiscard = () =>
    modal.confirm({
      title: text(m.discardAsk),
      content: text(m.discardHelp),
      okText: text({ zh: discard?.label_zh ?? '', en: discard?.label_en ?? '' }),
      cancelText: text(m.cancel),
      onOk: () => run('discard'),
    });
  const cannot = unsaved ? text(m.saveFirst) : problems > 0 ? text(m.mendFirst, { n: problems }) : undefined;

  return (
    <>
      {discard && <Button onClick={askDiscard}>{text({ zh: discard.label_zh, en: discard.label_en })}</Button>}
      {publish && (
        <Button onClick={() => setPublishing(true)} disabled={cannot !== undefined} title={cannot}>
          {text(m.publishMore, { publish: text({ zh: publish.label_zh, en: publish.label_en }) })}
        </Button>
      )}
      <Dialog
        open={publishing}
        title={text(m.publishAsk, { title: document.title_zh })}
        okText={text({ zh: publish?.label_zh ?? '', en: publish?.label_en ?? '' })}
        cancelText={text(m.cancel)}
        confirmLoading={end.isPending}
        onOk={() => void run('publish')}
        onCancel={() => setPublishing(false)}
        width={760}
        destroyOnHidden
      >
        <p className={styles.unsaved}>{text(m.publishHelp)}</p>
        <DraftChanges id={draft.id} version={draft.version} year={draft.year} />
      </Dialog>
    </>
  );
}

function DraftChanges({ id, version, year }: { id: string; version: number; year: number }) {
  return (
    <Asked query={useDraftChanges(id, version)} rows={6}>
      {(changes) => <ChangeList changes={changes} year={year} />}
    </Asked>
  );
}
