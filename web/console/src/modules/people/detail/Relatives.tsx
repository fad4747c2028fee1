// Near relatives by the Civil Code, as far as they are known; those of other units without their names.
import { Button, Form } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { civilToday } from '@/shared/i18n/format';
import { DateField } from '@/shared/form/DateField';
import { dayRule } from '@/shared/form/day';
import { EntryForm } from '@/shared/form/EntryForm';
import { RadioItem } from '@/shared/form/RadioItem';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Dialog } from '@/shared/ui/Dialog';
import { AddIcon } from '@/shared/ui/icons';
import { type NewTieKind, type PersonLine, type RelativeLine, useAddTie, useEndMarriage, useRelatives } from '../api';
import { PersonPicker } from '../form/PersonPicker';
import { m } from '../messages';
import { optionsOf, relations, tieKinds } from '../words';
import styles from './PersonPage.module.css';

export function Relatives({ person, mayChange }: { person: PersonLine; mayChange: boolean }) {
  const text = useText();
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<RelativeLine | null>(null);
  return (
    <Card title={text(m.relatives)} extra={text(m.relativesNote)}>
      <Asked query={useRelatives(person.id)} rows={2}>
        {(relatives) =>
          relatives.length === 0 ? (
            <p className={styles.none}>{text(m.noRelatives)}</p>
          ) : (
            <ul className={styles.lines}>
              {relatives.map((each, position) => (
                <li key={each.record ?? position}>
                  <span>{text(relations[each.relation])}</span>
                  {each.record ? (
                    <Link to={`/people/${each.record}`}>{each.name}</Link>
                  ) : (
                    <span>{each.village_name === '' ? text(m.relativeGone) : text(m.relativeIn, { village: each.village_name })}</span>
                  )}
                  {mayChange && each.relation === 'spouse' && each.record && each.recorded ? (
                    <Button size="small" type="link" onClick={() => setEnding(each)}>
                      {text(m.endMarriage)}
                    </Button>
                  ) : (
                    <small>{each.relation === 'spouse' && !each.recorded ? text(m.marriageImplied) : each.record ? each.village_name : ''}</small>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
      {mayChange && (
        <Button className={styles.add ?? ''} size="small" icon={<AddIcon />} onClick={() => setAdding(true)}>
          {text(m.addRelative)}
        </Button>
      )}
      <Dialog open={adding} onCancel={() => setAdding(false)} title={text(m.addRelative)} footer={null} destroyOnHidden width={460}>
        <TieForm person={person} onDone={() => setAdding(false)} />
      </Dialog>
      <Dialog open={ending !== null} onCancel={() => setEnding(null)} title={text(m.endMarriage)} footer={null} destroyOnHidden width={420}>
        {ending?.record && <EndForm person={person} other={ending.record} onDone={() => setEnding(null)} />}
      </Dialog>
    </Card>
  );
}

function TieForm({ person, onDone }: { person: PersonLine; onDone: () => void }) {
  const text = useText();
  const add = useAddTie(person.id);
  return (
    <EntryForm<{ kind: NewTieKind; other: string }, unknown>
      labels={{ kind: m.tieKind, other: m.tieOther }}
      initial={{ kind: 'spouse' }}
      guard={false}
      send={(body, idempotencyKey) => add.mutateAsync({ body, idempotencyKey })}
      onDone={onDone}
      submit={text(m.save)}
    >
      <RadioItem name="kind" label={text(m.tieKind)} options={optionsOf(tieKinds, text)} />
      <Form.Item name="other" label={text(m.tieOther)} extra={text(m.tieOtherRule)} rules={[{ required: true, message: text(m.tieOtherWanted) }]}>
        <PersonPicker at={person.village} without={person.id} />
      </Form.Item>
    </EntryForm>
  );
}

function EndForm({ person, other, onDone }: { person: PersonLine; other: string; onDone: () => void }) {
  const text = useText();
  const end = useEndMarriage(person.id);
  return (
    <EntryForm<{ on: string }, unknown>
      labels={{ on: m.day }}
      guard={false}
      send={({ on }, idempotencyKey) => end.mutateAsync({ body: { other, on }, idempotencyKey })}
      onDone={onDone}
      submit={text(m.save)}
    >
      <Form.Item name="on" label={text(m.day)} rules={[{ required: true, message: text(m.dayWanted) }, dayRule(text, { to: civilToday() })]}>
        <DateField to={civilToday()} />
      </Form.Item>
    </EntryForm>
  );
}
