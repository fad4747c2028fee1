// A form that is sent to the server. It keeps what was typed through refusals and lost connections, shows each fault
// at its field and all of them at the top in the same words, keeps a draft where it is given a name for it, warns
// before it is left, and sends one intention under one idempotency key, however often it has to try.
import { Button, Form, type FormInstance } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { newIdempotencyKey } from '../api/client';
import { explain, fieldFaults } from '../api/problem';
import type { Message } from '../i18n/text';
import { useFormat } from '../i18n/useFormat';
import { useText } from '../state/preferences';
import { m } from '../ui/messages';
import { readDraft } from './draft';
import { FaultSummary, type Fault } from './FaultSummary';
import { LeaveGuard } from './LeaveGuard';
import { useKeptDraft } from './useKeptDraft';
import styles from './EntryForm.module.css';

interface Props<Values extends object, Result> {
  // The label of each field, by its name.
  labels: Record<Extract<keyof Values, string>, Message>;
  initial?: Partial<Values>;
  // Before the ids of its fields, for a form that may stand over another one.
  over?: string;
  // Drafts are kept per account and form. Without it nothing is kept: passwords never are.
  draft?: { account: string; form: string };
  send: (values: Values, idempotencyKey: string) => Promise<Result>;
  onDone: (result: Result) => void;
  submit: string;
  onCancel?: () => void;
  cancel?: string;
  // Beside the button that sends.
  also?: (form: FormInstance<Values>) => ReactNode;
  // Whether to ask before leaving; not where there is nothing to lose.
  guard?: boolean;
  children: ReactNode | ((form: FormInstance<Values>) => ReactNode);
}

export function EntryForm<Values extends object, Result>(props: Props<Values, Result>) {
  const { labels, initial, over, draft, send, onDone, submit, onCancel, cancel, also, guard = true, children } = props;
  const text = useText();
  const format = useFormat();
  const [form] = Form.useForm<Values>();
  const [restored] = useState(() => (draft ? readDraft<Values>(draft.account, draft.form) : null));
  const [showRestored, setShowRestored] = useState(restored !== null);
  const [dirty, setDirty] = useState(restored !== null);
  const [sending, setSending] = useState(false);
  const [faults, setFaults] = useState<Fault[]>([]);
  const [refusal, setRefusal] = useState<unknown>(null);
  const intention = useRef({ content: '', key: '' });
  const kept = useKeptDraft<Values>(draft);

  const changed = (_: unknown, all: Values) => {
    setDirty(true);
    kept.keep(all);
  };

  const forget = () => {
    kept.drop();
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

  const explanation = refusal === null ? null : explain(refusal);
  return (
    <Form<Values>
      form={form}
      {...(over === undefined ? {} : { name: over })}
      layout="vertical"
      initialValues={{ ...initial, ...restored?.values } as never}
      onValuesChange={changed}
      onFinish={(values) => void finish(values)}
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
            {cancel}
          </Button>
        )}
        {draft && dirty && <span className={styles.kept}>{text(m.draftKept)}</span>}
      </div>
      {guard && <LeaveGuard dirty={dirty && !sending} kept={draft !== undefined} />}
    </Form>
  );
}
