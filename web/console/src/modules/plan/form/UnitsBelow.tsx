// Choosing among the units directly below the own one, some or all at once.
import { Checkbox } from 'antd';
import { useChildren } from '@/modules/units/api';
import { useText } from '@/shared/state/preferences';
import { Asked } from '@/shared/ui/Asked';
import { m } from '../messages';
import styles from './UnitsBelow.module.css';

interface Props {
  // Below which unit.
  of: string;
  // Both given by Form.Item.
  value?: string[];
  onChange?: (codes: string[]) => void;
}

export function UnitsBelow({ of, value = [], onChange }: Props) {
  const text = useText();
  return (
    <Asked query={useChildren(of)} rows={3}>
      {(all) => {
        const units = all.filter((unit) => unit.code !== '' && !unit.withdrawn_on);
        const whole = units.length > 0 && units.every(({ code }) => value.includes(code));
        return (
          <>
            <Checkbox
              checked={whole}
              indeterminate={!whole && value.length > 0}
              onChange={(event) => onChange?.(event.target.checked ? units.map(({ code }) => code) : [])}
            >
              {text(m.everyUnit, { n: units.length })}
            </Checkbox>
            <Checkbox.Group
              role="group"
              aria-label={text(m.unitsBelow)}
              className={styles.units ?? ''}
              value={value}
              onChange={onChange ?? (() => undefined)}
              options={units.map(({ code, name }) => ({ value: code, label: name }))}
            />
          </>
        );
      }}
    </Asked>
  );
}
