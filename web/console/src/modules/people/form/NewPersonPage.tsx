// Entering a person into the own village's register.
import { App } from 'antd';
import { useNavigate } from 'react-router';
import { currentPost, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import { Card } from '@/shared/ui/Card';
import { PageHead } from '@/shared/ui/PageHead';
import { type SaidOfSaving, useAddPerson } from '../api';
import { m } from '../messages';
import { PersonForm } from './PersonForm';

export default function NewPersonPage() {
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const village = currentPost(useOwnSession())?.unit.code ?? '';
  const add = useAddPerson();
  return (
    <>
      <PageHead title={text(m.add)} trail={[{ label: text(m.title), to: '/people' }]} />
      <Card>
        <PersonForm
          village={village}
          send={(person, idempotencyKey) => add.mutateAsync({ village, person, idempotencyKey })}
          onDone={({ person, kept, warnings }) => {
            void message.success(text(m.added, { name: person.name }));
            void navigate(`/people/${person.id}`, { state: { kept, warnings } satisfies SaidOfSaving });
          }}
          onCancel={() => void navigate('/people')}
          submit={text(m.addSubmit)}
        />
      </Card>
    </>
  );
}
