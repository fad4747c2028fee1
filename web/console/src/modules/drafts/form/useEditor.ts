// The state of the editor: what was changed and on which saved version that stands, kept in this browser; saving, and
// what to do when someone else saved meanwhile.
import { App } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useOwnSession } from '@/modules/session/api';
import { newIdempotencyKey } from '@/shared/api/client';
import { ApiError, explain } from '@/shared/api/problem';
import { readDraft } from '@/shared/form/draft';
import { useKeptDraft } from '@/shared/form/useKeptDraft';
import { useText } from '@/shared/state/preferences';
import { isChangedMeanwhile } from '@/shared/workflow/useStaleNotice';
import { type DraftDetail, type DraftProblem, type PlanDocument, useDraftsChanged, useSaveDraft } from '../api';
import { m } from '../messages';
import { changeAt, clauseKeyAt, fieldId } from '../pointer';
import type { Editing } from './editing';

interface Mine {
  document: PlanDocument;
  // The saved version that it changes.
  version: number;
}

// A part that was taken away, and the plan as it was before.
export interface Taken {
  what: string;
  before: PlanDocument;
}

// The fields at fault as they are called in the document.
function refusedFields(error: unknown): DraftProblem[] {
  if (!(error instanceof ApiError) || !error.problem) return [];
  return error.problem.errors
    .filter(({ field }) => field.startsWith('/document/'))
    .map(({ field, rule, message }) => ({ field: field.slice('/document'.length), rule, ...message }));
}

// The field of the pointer, or the first of the nearest part that has one.
function fieldNear(pointer: string): HTMLElement | null {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const id = fieldId(at);
    const field = document.getElementById(id) ?? document.querySelector<HTMLElement>(`[id^="${id}-"]`);
    if (field) return field;
  }
  return null;
}

export function useEditor({ draft, document: stored, problems }: DraftDetail) {
  const text = useText();
  const { message } = App.useApp();
  const { account } = useOwnSession();
  const form = `plan-draft-${draft.id}`;
  const refresh = useDraftsChanged();
  const saving = useSaveDraft(draft.id);
  const [restored] = useState(() => readDraft<Mine>(account, form));
  const [mine, setMine] = useState<Mine | null>(() => {
    const { document, version } = restored?.values ?? {};
    return document && typeof version === 'number' ? { document, version } : null;
  });
  const [restoredAt, setRestoredAt] = useState(mine && restored ? restored.at : null);
  const [refused, setRefused] = useState<DraftProblem[]>([]);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const kept = useKeptDraft<Mine>({ account, form });
  const focus = useRef<string | null>(null);
  const fixed = !draft.actions.some(({ name }) => name === 'save');
  const document = fixed ? stored : (mine?.document ?? stored);

  useEffect(() => {
    if (focus.current === null) return;
    const field = window.document.getElementById(focus.current);
    // A button that went as far as it can is no longer there for the keyboard; the one beside it is.
    const beside = field?.parentElement?.querySelector<HTMLElement>('button:not([disabled])');
    (field instanceof HTMLButtonElement && field.disabled ? beside : field)?.focus();
    focus.current = null;
  });

  const keep = (next: PlanDocument) => {
    const values: Mine = { document: next, version: mine?.version ?? draft.version };
    setMine(values);
    kept.keep(values);
  };
  const forget = () => {
    kept.drop();
    setMine(null);
    setRestoredAt(null);
    setRefused([]);
    setTaken(null);
  };

  const editing: Editing = {
    document,
    // What was refused when saving comes first: nothing else is known before that is mended.
    problems: fixed ? [] : [...refused, ...problems.filter(({ field }) => !refused.some((each) => each.field === field))],
    fixed,
    open,
    setOpen: (key, isOpen) => {
      if (open.has(key) === isOpen) return;
      setOpen((before) => new Set(isOpen ? [...before, key] : [...before].filter((each) => each !== key)));
    },
    change: (pointer, value) => {
      setRefused(refused.filter(({ field }) => field !== pointer));
      setTaken(null);
      keep(changeAt(document, pointer, value));
    },
    edit: ({ document: next, at }, focusOn) => {
      setRefused([]);
      setTaken(null);
      keep(next);
      const key = clauseKeyAt(next, at);
      if (key !== null) setOpen((before) => new Set([...before, key]));
      focus.current = focusOn(at);
    },
    remove: (next, what) => {
      setRefused([]);
      setTaken({ what, before: document });
      keep(next);
    },
  };

  const goTo = (pointer: string) => {
    const key = clauseKeyAt(document, pointer);
    if (key !== null) flushSync(() => editing.setOpen(key, true));
    const field = fieldNear(pointer);
    field?.scrollIntoView({ block: 'center' });
    field?.focus();
  };

  const save = async () => {
    setTaken(null);
    try {
      await saving.mutateAsync({ version: mine?.version ?? draft.version, document, idempotencyKey: newIdempotencyKey() });
      forget();
      void message.success(text(m.saved));
    } catch (error) {
      if (isChangedMeanwhile(error)) {
        refresh();
        return;
      }
      const found = refusedFields(error);
      setRefused(found);
      void message.error(found.length > 0 ? text(m.notSaved, { n: found.length }) : text(explain(error).title));
      if (found[0]) goTo(found[0].field);
    }
  };

  return {
    editing,
    dirty: mine !== null && !fixed,
    saving: saving.isPending,
    save: () => void save(),
    // Someone saved after what was changed here was begun.
    conflict: mine !== null && !fixed && mine.version !== draft.version,
    // Goes on with what was changed here; saving then replaces what the other saved.
    keepMine: () => {
      if (!mine) return;
      const values = { ...mine, version: draft.version };
      setMine(values);
      kept.keep(values);
    },
    forget,
    restoredAt,
    taken,
    undo: () => {
      if (!taken) return;
      keep(taken.before);
      setTaken(null);
    },
    goTo,
  };
}
