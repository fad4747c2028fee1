// Finding somebody by a whole number. It is sent as a document, written into the journal, and stands in no address.
import { Form, Input } from 'antd';
import { useState } from 'react';
import { EntryForm } from '@/shared/form/EntryForm';
import { RadioItem } from '@/shared/form/RadioItem';
import { useText } from '@/shared/state/preferences';
import { Dialog } from '@/shared/ui/Dialog';
import { type Looked, type PersonLine, useNumberSearch } from '../api';
import { m } from '../messages';
import { looked, optionsOf } from '../words';
import { PeopleTable } from './PeopleTable';
import styles from './PeoplePage.module.css';

interface Values {
  what: Looked;
  number: string;
}

export function NumberSearch({ at, open, onClose }: { at: string; open: boolean; onClose: () => void }) {
  const text = useText();
  return (
    <Dialog open={open} onCancel={onClose} title={text(m.byNumber)} footer={null} destroyOnHidden width={720}>
      <Search at={at} onCancel={onClose} />
    </Dialog>
  );
}

function Search({ at, onCancel }: { at: string; onCancel: () => void }) {
  const text = useText();
  const search = useNumberSearch();
  const [found, setFound] = useState<PersonLine[] | null>(null);
  return (
    <>
      <p className={styles.said}>{text(m.byNumberSaid)}</p>
      <EntryForm<Values, { people: PersonLine[] }>
        labels={{ what: m.which, number: m.number }}
        initial={{ what: 'id_number' }}
        guard={false}
        // Whom another number found is not shown beside this one.
        follow={() => setFound(null)}
        send={({ what, number }) => {
          setFound(null);
          return search.mutateAsync({ at, [what]: number });
        }}
        onDone={({ people }) => setFound(people)}
        onCancel={onCancel}
        submit={text(m.search)}
      >
        <RadioItem name="what" label={text(m.which)} options={optionsOf(looked, text)} />
        <Form.Item name="number" label={text(m.number)} rules={[{ required: true, whitespace: true, message: text(m.numberWanted) }]}>
          <Input className="num" autoComplete="off" maxLength={40} spellCheck={false} />
        </Form.Item>
      </EntryForm>
      {found && (
        <div className={styles.found} aria-live="polite">
          <PeopleTable people={found} none={{ title: text(m.nobodyNumber), advice: text(m.nobodyNumberAdvice) }} villages />
        </div>
      )}
    </>
  );
}
