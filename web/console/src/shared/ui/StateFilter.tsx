// Above a list: which states it shows, one of a few at once. The page keeps the choice in its address.
import { Segmented } from 'antd';
import styles from './StateFilter.module.css';

interface Props {
  label: string;
  value: string;
  onChange: (state: string) => void;
  options: { value: string; label: string }[];
}

export function StateFilter({ label, ...choice }: Props) {
  return (
    <div className={styles.filter}>
      <Segmented aria-label={label} {...choice} />
    </div>
  );
}
