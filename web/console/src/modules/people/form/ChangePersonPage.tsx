// Changing what a village keeps of a person.
import { App } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Loading } from '@/shared/ui/Loading';
import { Notice } from '@/shared/ui/Notice';
import { PageHead } from '@/shared/ui/PageHead';
import { type PersonDetail, type SaidOfSaving, useChangePerson, usePerson } from '../api';
import { m } from '../messages';
import { PersonForm } from './PersonForm';

export default function ChangePersonPage() {
  const { id = '' } = useParams();
  return (
    <Asked query={usePerson(id)} loading={<Loading rows={10} />}>
      {(detail) => <Page detail={detail} />}
    </Asked>
  );
}

function Page({ detail }: { detail: PersonDetail }) {
  const text = useText();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const { person } = detail;
  const change = useChangePerson(person.id);
  const back = () => void navigate(`/people/${person.id}`);
  return (
    <>
      <PageHead
        // Whose it is stands in the way here, just above.
        title={text(m.changeTitle)}
        trail={[{ label: text(m.title), to: '/people' }, { label: person.name, to: `/people/${person.id}` }]}
      />
      <Card>
        {detail.may_change ? (
          <PersonForm
            village={person.village}
            detail={detail}
            send={(fields, idempotencyKey) => change.mutateAsync({ version: person.version, person: fields, idempotencyKey })}
            onDone={({ kept, warnings }) => {
              void message.success(text(m.changed));
              void navigate(`/people/${person.id}`, { state: { kept, warnings } satisfies SaidOfSaving });
            }}
            onCancel={back}
            submit={text(m.save)}
          />
        ) : (
          <Notice title={text(m.mayNotChange)} advice={text(m.mayNotChangeAdvice)} />
        )}
      </Card>
    </>
  );
}
