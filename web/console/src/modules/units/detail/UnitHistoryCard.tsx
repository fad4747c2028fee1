// What a unit was called and coded, newest first.
import { useFormat } from '@/shared/i18n/useFormat';
import type { Message, Values } from '@/shared/i18n/text';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { Card } from '@/shared/ui/Card';
import { Timeline } from '@/shared/ui/Timeline';
import { type UnitHistory, useUnitHistory } from '../api';
import { m } from '../messages';

type Change = UnitHistory['changes'][number];

const changes: Record<Change['kind'], Message> = {
  added: m.changeAdded,
  renamed: m.changeRenamed,
  moved: m.changeMoved,
  recoded: m.changeRecoded,
  withdrawn: m.changeWithdrawn,
  restored: m.changeRestored,
};

interface Step {
  on: string;
  message: Message;
  values: Values;
}

export function stepsOf({ codes, changes: all }: UnitHistory): Step[] {
  const steps: Step[] = codes.flatMap(({ code, valid_from, valid_to }) => [
    { on: valid_from, message: m.codeFrom, values: { code } },
    ...(valid_to ? [{ on: valid_to, message: m.codeTo, values: { code } }] : []),
  ]);
  for (const { on_date, kind, before, after } of all)
    steps.push({ on: on_date, message: changes[kind], values: { before: before ?? '', after: after ?? '' } });
  return steps.sort((a, b) => b.on.localeCompare(a.on));
}

export function UnitHistoryCard({ code }: { code: string }) {
  const text = useText();
  const format = useFormat();
  const history = useUnitHistory(code);
  return (
    <Card title={text(m.history)}>
      <Asked query={history} rows={3}>
        {(data) => (
          <Timeline
            moments={stepsOf(data).map(({ on, message, values }) => ({
              key: on + message.en + String(values.code ?? ''),
              when: format.date(on),
              what: text(message, values),
            }))}
          />
        )}
      </Asked>
    </Card>
  );
}
