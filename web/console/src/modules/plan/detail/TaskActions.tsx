// From a clause at a unit to what can be asked of it.
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { currentPost, may, useOwnSession } from '@/modules/session/api';
import { useText } from '@/shared/state/preferences';
import type { UnitRef } from '../api';
import { m } from '../messages';

interface Props {
  year: number;
  clause: string;
  at: UnitRef;
}

export function TaskActions({ year, clause, at }: Props) {
  const text = useText();
  const navigate = useNavigate();
  const session = useOwnSession();
  // At the own unit the question goes to those below; whom exactly, the form asks.
  const unit = at.code === currentPost(session)?.unit.code ? '' : `&unit=${at.code}`;
  const query = `?year=${year}&clause=${clause}${unit}`;
  return (
    <>
      {may(session, 'plan.report.ask') && (
        <Button onClick={() => void navigate(`/reports/ask${query}`)}>{text(m.askReport)}</Button>
      )}
      {may(session, 'plan.press') && (
        <Button onClick={() => void navigate(`/presses/new${query}`)}>{text(m.pressUnit)}</Button>
      )}
    </>
  );
}
