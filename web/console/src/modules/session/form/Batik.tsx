// The spiral of Danzhai's wax-resist cloth, drawn as a strip.
import styles from './Batik.module.css';

const spiral =
  'M9 9a1.7 1.7 0 0 1 3.4 0a3.4 3.4 0 0 1-6.8 0a5.1 5.1 0 0 1 10.2 0a5.1 5.1 0 0 0 10.2 0a3.4 3.4 0 0 0-6.8 0a1.7 1.7 0 0 0 3.4 0M0 1.2h42M0 16.8h42';

export function Batik() {
  return (
    <svg className={styles.batik} aria-hidden="true">
      <defs>
        <pattern id="batik" width="42" height="18" patternUnits="userSpaceOnUse" patternTransform="scale(2)">
          <path d={spiral} className={styles.line} />
          <path d="M35.5 4.8l3 4.2-3 4.2-3-4.2z" className={styles.fill} />
          <circle cx="29.6" cy="9" r="1" className={styles.gold} />
          <circle cx="41.4" cy="9" r="1" className={styles.gold} />
        </pattern>
      </defs>
      <rect width="100%" height="36" fill="url(#batik)" />
    </svg>
  );
}
