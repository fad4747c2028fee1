// The fields of the plan's editor, each named by the JSON pointer of what it changes.
import { Input, InputNumber } from 'antd';
import { createContext, type ReactNode, useContext } from 'react';
import { DateField } from '@/shared/form/DateField';
import { useText } from '@/shared/state/preferences';
import type { DraftProblem, PlanDocument } from '../api';
import { fieldId, readAt } from '../pointer';
import styles from './Editor.module.css';

export interface Editing {
  document: PlanDocument;
  problems: DraftProblem[];
  change: (pointer: string, value: unknown) => void;
}

export const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (!editing) throw new Error('this field stands in the editor of a plan');
  return editing;
}

interface Props {
  pointer: string;
  label: string;
}

export function Labelled({ pointer, label, children }: Props & { children: ReactNode }) {
  const text = useText();
  const { problems } = useEditing();
  return (
    <div className={styles.field}>
      <label htmlFor={fieldId(pointer)}>{label}</label>
      {children}
      {problems
        .filter(({ field }) => field === pointer)
        .map((problem) => (
          <p key={problem.rule} className={styles.fault}>
            {text(problem)}
          </p>
        ))}
    </div>
  );
}

export function Words({ pointer, label, long = false }: Props & { long?: boolean }) {
  const { document, problems, change } = useEditing();
  const props = {
    id: fieldId(pointer),
    value: String(readAt(document, pointer) ?? ''),
    onChange: (event: { target: { value: string } }) => change(pointer, event.target.value),
    ...(problems.some(({ field }) => field === pointer) ? { status: 'error' as const } : {}),
  };
  return (
    <Labelled pointer={pointer} label={label}>
      {long ? <Input.TextArea {...props} rows={2} /> : <Input {...props} />}
    </Labelled>
  );
}

export function Whole({ pointer, label }: Props) {
  const { document, change } = useEditing();
  return (
    <Labelled pointer={pointer} label={label}>
      <InputNumber
        id={fieldId(pointer)}
        value={readAt(document, pointer) as number}
        min={1}
        max={1000}
        precision={0}
        controls={false}
        onChange={(value) => value !== null && change(pointer, value)}
      />
    </Labelled>
  );
}

export function Day({ pointer, label }: Props) {
  const { document, change } = useEditing();
  const value = readAt(document, pointer) as string | null | undefined;
  return (
    <Labelled pointer={pointer} label={label}>
      <DateField id={fieldId(pointer)} {...(value ? { value } : {})} onChange={(date) => change(pointer, date ?? null)} />
    </Labelled>
  );
}
