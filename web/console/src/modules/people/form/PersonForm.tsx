// Entering a person, or changing what is kept of one. Numbers are typed anew or left alone: they are not sent here whole,
// and no draft of them stays in this browser.
import { Alert, Button, Checkbox, Form, Input, Select, type FormInstance } from 'antd';
import { useState } from 'react';
import { useOwnSession } from '@/modules/session/api';
import { useChildren } from '@/modules/units/api';
import { civilToday } from '@/shared/i18n/format';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import type { Message } from '@/shared/i18n/text';
import { useFormat } from '@/shared/i18n/useFormat';
import { EntryForm } from '@/shared/form/EntryForm';
import { RadioItem } from '@/shared/form/RadioItem';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import {
  type Arrival, type Kinship, type PersonDetail, type PersonFields, type PoliticalStatus, type ResidenceStatus, type Sex, useAllHouseholds,
  useEthnicGroups,
} from '../api';
import { m } from '../messages';
import { arrivals, ethnicWithoutCode, kinships, optionsOf, politicals, sexes, statuses } from '../words';
import { HouseholdForm } from './HouseholdForm';
import styles from './PersonForm.module.css';

export interface Values {
  name: string;
  sex?: Sex;
  ethnic_code: string;
  ethnic_text?: string;
  id_number?: string;
  no_id_number?: boolean;
  phone?: string;
  no_phone?: boolean;
  born_on?: string;
  political: PoliticalStatus;
  status: ResidenceStatus;
  group?: string;
  household?: string;
  kinship?: Kinship;
  arrival: Arrival;
  since?: string;
}

const otherEthnic = '97';
const codeWith = (name: string) => `${otherEthnic} ${name}`;

interface Props {
  village: string;
  // Whom the form changes; without it somebody is entered.
  detail?: PersonDetail;
  send: (person: PersonFields, idempotencyKey: string) => Promise<PersonDetail>;
  onDone: (detail: PersonDetail) => void;
  onCancel: () => void;
  submit: string;
}

const some = <T,>(name: string, value: T | null | undefined | '') => (value === undefined || value === null || value === '' ? {} : { [name]: value });

// Of a number: typed anew, taken away (""), or left as it is (nothing said).
const numberSaid = (name: string, typed: string | undefined, away: boolean | undefined) =>
  away ? { [name]: '' } : some(name, typed?.trim());

export function fieldsOf(values: Values): PersonFields {
  const { name, ethnic_code, political, status, arrival } = values;
  return {
    name: name.trim(), ethnic_code, political, status, arrival,
    ethnic_text: ethnic_code === otherEthnic ? (values.ethnic_text ?? '').trim() : '',
    ...some('sex', values.sex), ...some('born_on', values.born_on), ...some('group', values.group),
    ...some('household', values.household), ...(values.household ? some('kinship', values.kinship) : {}),
    ...(arrival === 'recorded' ? {} : some('since', values.since)),
    ...numberSaid('id_number', values.id_number, values.no_id_number), ...numberSaid('phone', values.phone, values.no_phone),
  };
}

function valuesOf({ person, ethnic_code, ethnic_text, born_on, arrival, since }: PersonDetail): Partial<Values> {
  return {
    name: person.name, sex: person.sex, ethnic_code, ethnic_text, political: person.political, status: person.status, arrival,
    ...some('group', person.group), ...some('household', person.household), ...some('kinship', person.kinship),
    ...some('born_on', born_on), ...some('since', since),
  };
}

// Another household has another head; and a people without a code of its own is both the code and the words.
function follow(changed: Partial<Values>, form: FormInstance<Values>, before: Partial<Values>) {
  if ('household' in changed) {
    const back = changed.household === before.household;
    form.setFieldsValue({ kinship: back ? before.kinship : undefined } as never);
  }
  const ethnic_text = ethnicWithoutCode.find((name) => changed.ethnic_code === codeWith(name));
  if (ethnic_text) form.setFieldsValue({ ethnic_code: otherEthnic, ethnic_text });
}

// What a field's value is called, where it is a code.
function useWords(village: string) {
  const text = useText();
  const format = useFormat();
  const ethnic = useEthnicGroups().data ?? [];
  const groups = useChildren(village).data ?? [];
  const households = useAllHouseholds(village).data ?? [];
  const words: Partial<Record<keyof Values, Record<string, Message>>> = {
    sex: sexes, political: politicals, status: statuses, kinship: kinships, arrival: arrivals,
    ethnic_code: Object.fromEntries(ethnic.map((each) => [each.code, each])),
  };
  return (field: keyof Values, value: unknown): string => {
    const code = String(value);
    const word = words[field]?.[code];
    if (word) return text(word);
    if (field === 'group') return groups.find(({ id }) => id === code)?.name ?? code;
    if (field === 'household') return text(m.householdNumber, { number: households.find(({ id }) => id === code)?.number ?? code });
    return field === 'born_on' || field === 'since' ? format.date(code) : code;
  };
}

export function PersonForm({ village, detail, send, onDone, onCancel, submit }: Props) {
  const session = useOwnSession();
  const say = useWords(village);
  const initial: Partial<Values> = detail ? valuesOf(detail) : { political: 'unknown', status: 'both', arrival: 'recorded' };
  return (
    <EntryForm<Values, PersonDetail>
      labels={{
        name: m.name, sex: m.sex, ethnic_code: m.ethnic, ethnic_text: m.ethnicText, id_number: m.idNumber, no_id_number: m.idNumber, phone: m.phone,
        no_phone: m.phone, born_on: m.bornOn, political: m.political, status: m.status, group: m.group, household: m.household,
        kinship: m.kinship, arrival: m.arrival, since: m.since,
      }}
      initial={initial}
      {...(detail ? { version: detail.person.version } : {})}
      say={say}
      follow={(changed, form) => follow(changed, form, initial)}
      draft={{ account: session.account, form: detail ? `person-${detail.person.id}` : `person-new-${village}`, without: ['id_number', 'phone'] }}
      send={(values, idempotencyKey) => send(fieldsOf(values), idempotencyKey)}
      onDone={onDone}
      submit={submit}
      onCancel={onCancel}
    >
      {(form) => (
        <>
          <Who detail={detail} />
          <Belonging village={village} form={form} before={initial} />
          <Coming />
        </>
      )}
    </EntryForm>
  );
}

function Who({ detail }: { detail: PersonDetail | undefined }) {
  const text = useText();
  const ethnic = useEthnicGroups().data ?? [];
  // What another village keeps is shown, and not changed here.
  const elsewhere = Boolean(detail?.kept_by);
  return (
    <>
      {detail?.kept_by && <Alert className={styles.keptBy ?? ''} type="info" title={text(m.keptBy, { village: detail.kept_by })} />}
      <Form.Item name="name" label={text(m.name)} rules={[{ required: true, whitespace: true, message: text(m.nameWanted) }]}>
        <Input maxLength={100} autoComplete="off" disabled={elsewhere} />
      </Form.Item>
      {!elsewhere && <NumberField name="id_number" label={text(m.idNumber)} masked={detail?.person.id_number} help={text(m.idNumberRule)} />}
      <Form.Item noStyle dependencies={['id_number', 'no_id_number']}>
        {({ getFieldValue }) => {
          // The number that is kept says both; they are asked again where it is taken away or another is typed.
          const told = Boolean(detail?.person.id_number) && !getFieldValue('no_id_number') && !getFieldValue('id_number');
          return (
            <>
              <RadioItem
                name="sex"
                label={text(m.sex)}
                extra={text(m.byNumberTold)}
                options={optionsOf(sexes, text)}
                group={{ disabled: elsewhere || told }}
              />
              {!elsewhere && (
                <Form.Item name="born_on" label={text(m.bornOn)} extra={text(m.byNumberTold)} rules={[dayRule(text, { to: civilToday() })]}>
                  <DateField to={civilToday()} disabled={told} />
                </Form.Item>
              )}
            </>
          );
        }}
      </Form.Item>
      <Form.Item name="ethnic_code" label={text(m.ethnic)} rules={[{ required: true, message: text(m.ethnicWanted) }]}>
        <Select
          disabled={elsewhere}
          showSearch={{ optionFilterProp: 'label' }}
          options={ethnic.flatMap((each) => [
            { value: each.code, label: text(each) },
            ...(each.code === otherEthnic ? ethnicWithoutCode.map((name) => ({ value: codeWith(name), label: text(m.otherNamed, { other: text(each), name }) })) : []),
          ])}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['ethnic_code']}>
        {({ getFieldValue }) =>
          getFieldValue('ethnic_code') === otherEthnic && (
            <Form.Item name="ethnic_text" label={text(m.ethnicText)} extra={text(m.ethnicTextRule)}>
              <Input maxLength={20} autoComplete="off" disabled={elsewhere} />
            </Form.Item>
          )
        }
      </Form.Item>
      <NumberField name="phone" label={text(m.phone)} masked={detail?.person.phone} help={text(m.phoneRule)} />
      <Form.Item name="political" label={text(m.political)}>
        <Select disabled={elsewhere} options={optionsOf(politicals, text)} />
      </Form.Item>
    </>
  );
}

function NumberField({ name, label, masked, help }: {
  name: 'id_number' | 'phone';
  label: string;
  // What is kept now, if anything.
  masked?: string | null | undefined;
  help: string;
}) {
  const text = useText();
  const away = `no_${name}` as const;
  return (
    <>
      <Form.Item noStyle dependencies={[away]}>
        {({ getFieldValue }) => (
          <Form.Item name={name} label={label} extra={masked ? text(m.numberKept, { masked }) : help}>
            <Input className="num" maxLength={40} autoComplete="off" spellCheck={false} disabled={getFieldValue(away) === true} />
          </Form.Item>
        )}
      </Form.Item>
      {masked && (
        <Form.Item name={away} valuePropName="checked" className={styles.away ?? ''}>
          <Checkbox>{text(m.numberAway, { what: label })}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}

// `before`: what is kept now.
function Belonging({ village, form, before }: { village: string; form: FormInstance<Values>; before: Partial<Values> }) {
  const text = useText();
  const groups = useChildren(village).data ?? [];
  const households = useAllHouseholds(village).data ?? [];
  const [making, setMaking] = useState(false);
  return (
    <>
      <RadioItem name="status" label={text(m.status)} options={optionsOf(statuses, text)} group={{ className: styles.column ?? '' }} />
      {groups.length > 0 && (
        <Form.Item name="group" label={text(m.group)}>
          <Select allowClear options={groups.map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
      )}
      <Form.Item
        name="household"
        label={text(m.household)}
        extra={
          <Button className={styles.link ?? ''} type="link" size="small" onClick={() => setMaking(true)}>
            {text(m.newHousehold)}
          </Button>
        }
      >
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={households.map(({ id, number, head_name, address }) => ({
            value: id,
            label: [text(m.householdNumber, { number }), head_name ?? '', address].filter((part) => part !== '').join(' · '),
          }))}
        />
      </Form.Item>
      <Form.Item noStyle dependencies={['household']}>
        {({ getFieldValue }) =>
          getFieldValue('household') && (
            <Form.Item
              name="kinship"
              label={text(m.kinship)}
              extra={before.kinship !== undefined && getFieldValue('household') !== before.household && text(m.kinshipAnew)}
            >
              <Select allowClear options={optionsOf(kinships, text)} />
            </Form.Item>
          )
        }
      </Form.Item>
      <Dialog open={making} onCancel={() => setMaking(false)} title={text(m.newHousehold)} footer={null} destroyOnHidden width={480}>
        <HouseholdForm
          village={village}
          onCancel={() => setMaking(false)}
          onDone={({ id }) => {
            form.setFieldsValue({ household: id, kinship: undefined } as never);
            setMaking(false);
          }}
        />
      </Dialog>
    </>
  );
}

function Coming() {
  const text = useText();
  return (
    <>
      <RadioItem name="arrival" label={text(m.arrival)} extra={text(m.arrivalRule)} options={optionsOf(arrivals, text)} />
      <Form.Item noStyle dependencies={['arrival']}>
        {({ getFieldValue }) =>
          getFieldValue('arrival') !== 'recorded' && (
            <Form.Item name="since" label={text(m.since)} rules={[{ required: getFieldValue('arrival') !== 'birth', message: text(m.dayWanted) }, dayRule(text, { to: civilToday() })]}>
              <DateField to={civilToday()} />
            </Form.Item>
          )
        }
      </Form.Item>
    </>
  );
}
