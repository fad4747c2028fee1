// A form that is sent to the server. It keeps what was typed through refusals and lost connections, shows each fault
// at its field and all of them at the top in the same words, keeps a draft where it is given a name for it, warns
// before it is left, and sends one intention under one idempotency key, however often it has to try.
import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { newIdempotencyKey } from '../api/client';
import { useOneAtATime } from '../api/oneAtATime';
import { explain, fieldFaults } from '../api/problem';
import type { Message } from '../i18n/text';
import { useFormat } from '../i18n/useFormat';
import { useText } from '../state/preferences';
import { isChangedMeanwhile } from '../workflow/useStaleNotice';
import { m } from '../ui/messages';
import { Differences } from './Differences';
import { type Base, type Draft, readDraft } from './draft';
import { FaultSummary, type Fault } from './FaultSummary';
import { LeaveGuard } from './LeaveGuard';
import { type Difference, rebase } from './rebase';
import { useKeptDraft } from './useKeptDraft';
import styles from './EntryForm.module.css';

interface Props<Values extends object, Result> {
  // The label of each field, by its name.
  labels: Record<Extract<keyof Values, string>, Message>;
  initial?: Partial<Values>;
  // Of the object that exists, whose values are `initial`: when it has become another, here or while a draft lay, what
  // was touched is put over its new values, and what differs is said.
  version?: number;
  // How such a difference is written, where a field's value is no word.
  say?: (field: Extract<keyof Values, string>, value: unknown) => string;
  // What a change by hand means for other fields.
  follow?: (changed: Partial<Values>, form: FormInstance<Values>) => void;
  // Before the ids of its fields, for a form that may stand over another one.
  over?: string;
  // Drafts are kept per account and form. Without it nothing is kept: passwords never are.
  // Fields named in `without` are never stored in this browser.
  draft?: { account: string; form: string; without?: Extract<keyof Values, string>[] };
  send: (values: Values, idempotencyKey: string) => Promise<Result>;
  onDone: (result: Result) => void;
  submit: string;
  onCancel?: () => void;
  // Instead of 取消.
  cancel?: string;
  // Beside the button that sends.
  also?: (form: FormInstance<Values>) => ReactNode;
  // Whether to ask before leaving; not where there is nothing to lose.
  guard?: boolean;
  children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
}

export function EntryForm<Values extends object, Result>(props: Props<Values, Result>) {
  const { labels, initial, version, say, follow, over, draft, send, onDone, submit, onCancel, cancel, also, guard = true, children } = props;
  const text = useText();
  const format = useFormat();
  const [form] = Form.useForm<Values>();
  const [restored] = useState(() => (draft ? readDraft<Values>(draft.account, draft.form) : null));
  const [first] = useState(() => standingOn(initial ?? {}, version, restored));
  const [differences, setDifferences] = useState<Difference[]>(first.differences);
  // Sending was refused because of the change: it is to be sent again.
  const [overtaken, setOvertaken] = useState(false);
  // What the object was when what stands in the form was begun.
  const base = useRef<Base<Values>>({ version: version ?? 0, values: initial ?? {} });
  const [showRestored, setShowRestored] = useState(restored !== null);
  const [dirty, setDirty] = useState(restored !== null);
  const [sending, setSending] = useState(false);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [refusal, setRefusal] = useState<unknown>(null);
  const intention = useRef({ content: '', key: '' });
  const kept = useKeptDraft<Values>(draft);

  const changed = (some: Partial<Values>) => {
    follow?.(some, form);
    setDirty(true);
    keep(form.getFieldsValue(true));
  };
  const keep = (all: Values) =>
    kept.keep(storable(all, draft?.without ?? []), version === undefined ? undefined : base.current);

  useEffect(() => {
    if (version === undefined || version === base.current.version) return;
    const merged = rebase<Values>(base.current.values, dirty ? form.getFieldsValue(true) : base.current.values, initial ?? {});
    base.current = { version, values: initial ?? {} };
    form.setFieldsValue(merged.values as never);
    if (!dirty) return;
    setDifferences(merged.differences);
    // What was refused because of it stood on what was there before.
    setOvertaken(isChangedMeanwhile(refusal) || overtaken);
    setRefusal(null);
    setFaults([]);
    keep(form.getFieldsValue(true));
  }, [version]);

  const forget = () => {
    kept.drop();
    setDifferences([]);
    setOvertaken(false);
    setShowRestored(false);
    setDirty(false);
  };

  const startAnew = () => {
    forget();
    form.setFieldsValue(Object.fromEntries(Object.keys(labels).map((name) => [name, undefined])) as never);
    form.setFieldsValue((initial ?? {}) as never);
    setFaults([]);
    setRefusal(null);
  };

  const labelOf = (name: string) => {
    const label: Message | undefined = (labels as Record<string, Message>)[name];
    return label ? text(label) : '';
  };

  const finish = async (values: Values) => {
    const content = JSON.stringify(values);
    if (intention.current.content !== content) intention.current = { content, key: newIdempotencyKey() };
    setSending(true);
    setFaults([]);
    setRefusal(null);
    try {
      const result = await send(values, intention.current.key);
      intention.current = { content: '', key: '' };
      base.current = { ...base.current, values: { ...base.current.values, ...values } };
      // At once: the guard must know that nothing is unsaved before the page is left.
      flushSync(forget);
      onDone(result);
    } catch (error) {
      setRefusal(error);
      const found = fieldFaults(error).map(({ path, message }) => {
        const name = String(path[0] ?? '');
        const known = name in labels;
        return { name: known ? name : '', label: labelOf(name), words: text(message) };
      });
      const atFields = found.filter(({ name }) => name !== '');
      form.setFields(atFields.map(({ name, words }) => ({ name, errors: [words] })) as never);
      setFaults(found);
    } finally {
      setSending(false);
    }
  };

  const finishOnce = useOneAtATime(finish);

  const explanation = refusal === null ? null : explain(refusal);
  return (
    <Form<Values>
      form={form}
      {...(over === undefined ? {} : { name: over })}
      layout="vertical"
      initialValues={first.values as never}
      onValuesChange={changed}
      onFinish={(values) => void finishOnce(values)}
      onFinishFailed={({ errorFields }) => {
        setRefusal(null);
        setFaults(
          errorFields.map(({ name, errors }) => ({
            name: String(name[0]),
            label: labelOf(String(name[0])),
            words: errors[0] ?? '',
          })),
        );
      }}
      requiredMark={false}
      scrollToFirstError={false}
      className={styles.form ?? ''}
      noValidate
    >
      {showRestored && restored && (
        <p className={styles.restored} role="status">
          {text(m.draftBack, { at: format.instant(restored.at) })}
          <Button type="link" size="small" onClick={startAnew}>
            {text(m.draftDrop)}
          </Button>
        </p>
      )}
      <Differences
        overtaken={overtaken}
        differences={differences}
        label={labelOf}
        say={(field, value) => (say ? say(field as Extract<keyof Values, string>, value) : String(value))}
        onTake={({ field, theirs }) => {
          form.setFieldsValue({ [field]: theirs } as never);
          setDifferences(differences.map((each) => (each.field === field ? { ...each, touched: false } : each)));
          keep(form.getFieldsValue(true));
        }}
      />
      <FaultSummary
        title={explanation ? text(explanation.title) : text(m.faults, { n: faults.length })}
        advice={explanation && faults.length === 0 ? text(explanation.advice) : undefined}
        request={explanation?.request ?? null}
        faults={faults}
        shown={faults.length > 0 || explanation !== null}
        onChoose={(name) => {
          form.scrollToField(name as never, { block: 'center' });
          form.focusField(name as never);
        }}
      />
      {typeof children === 'function' ? children(form) : children}
      <div className={styles.actions}>
        <Button type="primary" htmlType="submit" loading={sending}>
          {submit}
        </Button>
        {also?.(form)}
        {onCancel && (
          <Button onClick={onCancel} disabled={sending}>
            {cancel ?? text(m.cancel)}
          </Button>
        )}
        {draft && dirty && <span className={styles.kept}>{text(m.draftKept)}</span>}
      </div>
      {guard && <LeaveGuard dirty={dirty && !sending} kept={draft !== undefined} />}
    </Form>
  );
}

// What the form starts with: the object's values, and over them what was typed before.
function standingOn<Values extends object>(now: Partial<Values>, version: number | undefined, restored: Draft<Values> | null) {
  const simply = { values: { ...now, ...restored?.values } as Partial<Values>, differences: [] };
  if (version === undefined || restored === null || restored.began?.version === version) return simply;
  return rebase(restored.began?.values ?? {}, restored.values, now);
}

function storable<Values extends object>(values: Values, without: string[]): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !without.includes(name))) as Partial<Values>;
}
