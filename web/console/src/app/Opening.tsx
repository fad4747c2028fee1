// While the first page's code is on its way.
import { Spin } from 'antd';
import styles from './Opening.module.css';

export function Opening() {
  return (
    <div className={styles.middle}>
      <Spin size="large" />
    </div>
  );
}
