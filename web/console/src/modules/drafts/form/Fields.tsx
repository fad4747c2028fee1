// The fields of the plan's editor, each named by the JSON pointer of what it changes.
import { Checkbox, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { DateField } from '@/shared/form/DateField';
import { dayFault } from '@/shared/form/day';
import { useText } from '@/shared/state/preferences';
import { fieldId, readAt } from '../pointer';
import { useEditing } from './editing';
import styles from './Editor.module.css';

interface Props {
  pointer: string;
  label: string;
}

function useField(pointer: string) {
  const { document, problems, change, fixed } = useEditing();
  const found = problems.filter(({ field }) => field === pointer);
  const id = fieldId(pointer);
  return {
    found,
    value: readAt(document, pointer),
    set: (value: unknown) => change(pointer, value),
    fixed,
    // For the control: its name, and what is wrong with it.
    control: {
      id,
      ...(found.length > 0 ? { status: 'error' as const, 'aria-invalid': true, 'aria-describedby': `${id}-fault` } : {}),
    },
  };
}

function Faults({ pointer }: { pointer: string }) {
  const text = useText();
  const { found, control } = useField(pointer);
  if (found.length === 0) return null;
  return (
    <div id={`${control.id}-fault`} className={styles.fault}>
      {found.map((problem) => (
        <p key={problem.rule}>{text(problem)}</p>
      ))}
    </div>
  );
}

export function Labelled({ pointer, label, children }: Props & { children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={fieldId(pointer)}>{label}</label>
      {children}
      <Faults pointer={pointer} />
    </div>
  );
}

export function Words({ pointer, label, long = false, hint }: Props & { long?: boolean; hint?: string }) {
  const { value, set, control } = useField(pointer);
  const props = {
    ...control,
    value: String(value ?? ''),
    ...(hint === undefined ? {} : { placeholder: hint }),
    onChange: (event: { target: { value: string } }) => set(event.target.value),
  };
  return (
    <Labelled pointer={pointer} label={label}>
      {long ? <Input.TextArea {...props} className={styles.long ?? ''} rows={2} /> : <Input {...props} />}
    </Labelled>
  );
}

export function Whole({ pointer, label, max = 1000, least = 1 }: Props & { max?: number; least?: number }) {
  const { value, set, control, fixed } = useField(pointer);
  return (
    <Labelled pointer={pointer} label={label}>
      <InputNumber
        {...control}
        className={styles.number ?? ''}
        value={value as number}
        min={least}
        max={max}
        precision={0}
        controls={false}
        disabled={fixed}
        onChange={(number) => number !== null && set(number)}
      />
    </Labelled>
  );
}

export function Day({ pointer, label }: Props) {
  const text = useText();
  const { value, set, fixed } = useField(pointer);
  // Said at once: the server would only refuse the plan as a whole.
  const fault = typeof value === 'string' ? dayFault(value) : null;
  return (
    <Labelled pointer={pointer} label={label}>
      <DateField
        id={fieldId(pointer)}
        {...(fault ? { 'aria-invalid': true, 'aria-describedby': `${fieldId(pointer)}-day` } : {})}
        {...(typeof value === 'string' ? { value } : {})}
        disabled={fixed}
        onChange={(date) => set(date ?? null)}
      />
      {fault && (
        <p id={`${fieldId(pointer)}-day`} className={styles.fault}>
          {text(fault)}
        </p>
      )}
    </Labelled>
  );
}

export interface Option {
  value: string;
  label: string;
}

// `none`: what it means to choose nothing; without it something has to be chosen.
export function Choice({ pointer, label, options, none, search = false }: Props & { options: Option[]; none?: string; search?: boolean }) {
  const { value, set, control, fixed } = useField(pointer);
  const all = none === undefined ? options : [{ value: '', label: none }, ...options];
  const chosen = typeof value === 'string' ? value : '';
  return (
    <Labelled pointer={pointer} label={label}>
      <Select
        {...control}
        value={chosen === '' && none === undefined ? null : chosen}
        disabled={fixed}
        onChange={(next: string | null) => set(next === '' && none !== undefined ? null : (next ?? ''))}
        options={all}
        showSearch={search ? { optionFilterProp: 'label' } : false}
        popupMatchSelectWidth={false}
      />
    </Labelled>
  );
}

export function Tick({ pointer, label }: Props) {
  const { value, set, fixed } = useField(pointer);
  return (
    <div className={styles.field}>
      <Checkbox
        id={fieldId(pointer)}
        checked={value === true}
        disabled={fixed}
        onChange={(event) => set(event.target.checked)}
      >
        {label}
      </Checkbox>
      <Faults pointer={pointer} />
    </div>
  );
}
