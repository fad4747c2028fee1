// Whether the person of a record has joined, and with which slips: a village answers for whom it let in.
import { may, useOwnSession } from '@/modules/session/api';
import { useFormat } from '@/shared/i18n/useFormat';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { useJoining } from '../api';
import { m } from '../messages';

export function Joining({ record }: { record: string }) {
  const text = useText();
  const format = useFormat();
  const allowed = may(useOwnSession(), 'residents.invite');
  const query = useJoining(record, allowed);
  if (!allowed) return null;
  return (
    <Card title={text(m.joining)}>
      <Asked query={query} rows={2}>
        {({ joined_at, slips }) => (
          <>
            <p>{joined_at ? text(m.joinedSince, { at: format.instant(joined_at) }) : text(m.notJoined)}</p>
            {slips.length > 0 && (
              <ul>
                {slips.map(({ made_at, tries, used_at, void_at }, position) => (
                  <li key={`${made_at}-${position}`}>
                    {text(m.slipPrinted, { at: format.instant(made_at) })}
                    {used_at ? text(m.slipUsed) : void_at && text(m.slipVoid)}
                    {tries > 0 && text(m.slipTries, { n: tries })}
                  </li>
                ))}
              </ul>
            )}
            {joined_at && <p>{text(m.joiningNote)}</p>}
          </>
        )}
      </Asked>
    </Card>
  );
}
