// What an id is called today, and what must be known beside the name.
import { Tag } from 'antd';
import { placeName } from '@/modules/units/names';
import { useText } from '@/shared/state/preferences';
import type { NamedId } from '../api';
import { m } from '../messages';

const states = { resident: m.namedResident, restricted: m.namedRestricted, erased: m.namedErased };

export function Named({ named: { kind, name, state } }: { named: NamedId }) {
  const text = useText();
  return (
    <>
      {kind === 'unit' ? placeName(name) : name}
      {state !== 'plain' && <> <Tag>{text(states[state])}</Tag></>}
    </>
  );
}
